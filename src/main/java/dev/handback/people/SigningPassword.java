package dev.handback.people;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The password a person types once more to sign. Guessing it is slowed down apart from logging in. */
@Component
public class SigningPassword {
    private final People people;
    private final LoginAttempts attempts;

    SigningPassword(People people, LoginAttempts attempts) {
        this.people = people;
        this.attempts = attempts;
    }

    /** Why this password does not sign, in words for that person; empty when it does. */
    public Optional<String> refusal(String person, CharSequence password) {
        var locked = locked(person);
        if (locked.isPresent()) {
            return locked;
        }
        if (people.passwordMatches(person, password)) {
            attempts.signed(person);
            return Optional.empty();
        }
        attempts.failedToSign(person);
        return Optional.of(locked(person).orElse("the password is not right"));
    }

    private Optional<String> locked(String person) {
        return attempts.signingLockedUntil(person)
                .map(until -> "the password was wrong too often; signing as " + person + " is locked until "
                        + until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    }
}
