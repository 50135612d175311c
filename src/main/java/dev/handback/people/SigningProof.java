package dev.handback.people;

import dev.handback.people.LoginAttempts.Act;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a person shows once more to sign: the password; or, whoever logs in at the company's provider, the one-use proof of
 * having logged in there again for this very document. Guessing is slowed down apart from logging in.
 */
@Component
public class SigningProof {
    private final People people;
    private final LoginAttempts attempts;
    private final StepUps stepUps;

    SigningProof(People people, LoginAttempts attempts, StepUps stepUps) {
        this.people = people;
        this.attempts = attempts;
        this.stepUps = stepUps;
    }

    /** Why this does not do for this act, in words for that person; empty when it does. */
    public Optional<String> refusal(String person, CharSequence shown, SigningAct act) {
        var locked = locked(person);
        if (locked.isPresent()) {
            return locked;
        }
        boolean company = people.logsInAtCompany(person);
        if (company ? stepUps.take(shown.toString(), person, act) : people.passwordMatches(person, shown)) {
            attempts.succeeded(Act.SIGNING, person);
            return Optional.empty();
        }
        if (company && shown.isEmpty()) {
            return Optional.of("log in at your company's login once more, for this document, and sign then");
        }
        attempts.failed(Act.SIGNING, person);
        return Optional.of(locked(person)
                .orElse(
                        company
                                ? "the proof of your login is used up, too old or of another document; log in once more"
                                : "the password is not right"));
    }

    private Optional<String> locked(String person) {
        return attempts.lockedUntil(Act.SIGNING, person)
                .map(until -> "the password was wrong too often; signing as " + person + " is locked until "
                        + until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    }
}
