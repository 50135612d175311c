package dev.handback.people;

import java.util.Locale;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Checks id and password; the login's name is the person's id and its authorities are the groups. */
@Component
public class PasswordLogin implements AuthenticationProvider {
    private final People people;
    private final LoginAttempts attempts;

    PasswordLogin(People people, LoginAttempts attempts) {
        this.people = people;
        this.attempts = attempts;
    }

    @Override
    public Authentication authenticate(Authentication login) {
        var id = login.getName().strip().toLowerCase(Locale.ROOT);
        var password = login.getCredentials() instanceof String text ? text : "";
        var address = login.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        if (!attempts.mayTry(id, address)) {
            throw new LockedException("Too many wrong passwords. Wait a few minutes and try again.");
        }
        var tried = people.passwordInForce(id);
        if (!people.passwordMatches(id, password)) {
            attempts.failed(id, address);
            throw new BadCredentialsException("Unknown person or wrong password.");
        }
        attempts.succeeded(id);
        var person =
                people.find(id).orElseThrow(() -> new BadCredentialsException("Unknown person or wrong password."));
        var known = new LoginByPassword(person, tried);
        known.setDetails(login.getDetails());
        return known;
    }

    /** The login of somebody who has this moment chosen the password in force. */
    public Authentication afterChange(String id) {
        var password = people.passwordInForce(id);
        return new LoginByPassword(people.find(id).orElseThrow(() -> new NoSuchPerson(id)), password);
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
