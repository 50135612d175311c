package dev.handback.people;

import dev.handback.people.LoginAttempts.Act;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger log = LoggerFactory.getLogger(PasswordLogin.class);
    private final People people;
    private final LoginAttempts attempts;
    private final OidcSettings settings;

    PasswordLogin(People people, LoginAttempts attempts, OidcSettings settings) {
        this.people = people;
        this.attempts = attempts;
        this.settings = settings;
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
        var person = people.find(id)
                .filter(this::mayLogIn)
                .orElseThrow(() -> new BadCredentialsException("Unknown person or wrong password."));
        var known = new LoginByPassword(person, tried);
        known.setDetails(login.getDetails());
        return known;
    }

    /** Who is in no group is nobody any more. With the local login off, only administrators without other rights break the glass. */
    private boolean mayLogIn(Person person) {
        if (settings.localLogin()) {
            return !person.groups().isEmpty();
        }
        boolean glass =
                settings.breakGlass().contains(person.id()) && person.groups().equals(Set.of(Groups.ADMINISTRATORS));
        if (glass) {
            log.warn("break-glass login person={}", person.id());
        } else {
            log.info("login by password refused, the local login is off person={}", person.id());
        }
        return glass;
    }

    /**
     * Why this is not the password of now, in words, before another one is chosen; empty when it is. A session that was left
     * open must not serve to guess it.
     */
    public Optional<String> wrongNow(String id, String current) {
        if (attempts.lockedUntil(Act.CHANGING, id).isPresent()) {
            return Optional.of("The password of now was wrong too often. Wait a few minutes and try again.");
        }
        if (!people.passwordMatches(id, current)) {
            attempts.failed(Act.CHANGING, id);
            return Optional.of("The password of now is wrong. Nothing was changed.");
        }
        attempts.succeeded(Act.CHANGING, id);
        return Optional.empty();
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
