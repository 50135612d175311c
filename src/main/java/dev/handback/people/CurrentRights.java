package dev.handback.people;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session whose person has other groups or another password by now, and shows nothing but the password page to somebody whose
 * password was made by another. A session must not outlive the rights it was given for.
 */
public class CurrentRights extends OncePerRequestFilter {
    private static final Set<String> ALWAYS = Set.of("/password", "/logout", "/login");

    private final People people;

    public CurrentRights(People people) {
        this.people = people;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = path(request);
        return path.startsWith("/webjars/")
                || path.startsWith("/css/")
                || path.startsWith("/js/")
                || path.startsWith("/camunda/lib/")
                || path.startsWith("/camunda/assets/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var login = SecurityContextHolder.getContext().getAuthentication();
        if (login != null && login.isAuthenticated() && !(login instanceof AnonymousAuthenticationToken)) {
            if (!hasTheGroupsOf(login)) {
                endSession(request);
                throw new InsufficientAuthenticationException("the groups of " + login.getName() + " have changed");
            }
            if (login instanceof LoginByPassword known && known.password() != people.passwordInForce(login.getName())) {
                endSession(request);
                throw new InsufficientAuthenticationException("the password of " + login.getName() + " has changed");
            }
            if (people.mustChangePassword(login.getName()) && !ALWAYS.contains(path(request))) {
                sendToPasswordPage(request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private boolean hasTheGroupsOf(Authentication login) {
        var groups = login.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return people.find(login.getName())
                .filter(person -> person.groups().equals(groups))
                .isPresent();
    }

    private static void endSession(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
    }

    private static void sendToPasswordPage(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var path = path(request);
        if (path.startsWith("/api/") || path.startsWith("/camunda/api/")) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "Change the one-time password at /password first.");
        } else {
            response.sendRedirect(request.getContextPath() + "/password");
        }
    }

    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }
}
