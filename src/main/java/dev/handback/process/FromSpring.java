package dev.handback.process;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationProvider;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Tells Camunda's pages who is logged in; public because Camunda makes it by name. */
public class FromSpring implements AuthenticationProvider {
    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        var login = SecurityContextHolder.getContext().getAuthentication();
        if (login == null || !login.isAuthenticated()) {
            return AuthenticationResult.unsuccessful();
        }
        var person = AuthenticationResult.successful(login.getName());
        person.setGroups(login.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .toList());
        person.setTenants(List.of());
        return person;
    }

    @Override
    public void augmentResponseByAuthenticationChallenge(HttpServletResponse response, ProcessEngine engine) {
        // Spring Security has turned strangers away before
    }
}
