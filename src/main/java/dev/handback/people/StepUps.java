package dev.handback.people;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Proofs that somebody has this moment logged in at the company's provider once more. Each is good once, for one person and
 * one act, for some minutes. Kept by the node that gave it.
 */
@Component
public class StepUps {
    private static final Duration GOOD = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Proof> proofs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Proof> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Proof(String person, SigningAct act, Instant until) {}

    StepUps(Clock clock) {
        this.clock = clock;
    }

    synchronized String give(String person, SigningAct act) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        proofs.put(id, new Proof(person, act, clock.instant().plus(GOOD)));
        return id;
    }

    /** Whether it would be taken now. */
    public synchronized boolean stands(String id, String person, SigningAct act) {
        var proof = proofs.get(id);
        return proof != null && fits(proof, person, act);
    }

    /** Uses it up, whether it fits or not. */
    synchronized boolean take(String id, String person, SigningAct act) {
        var proof = proofs.remove(id);
        return proof != null && fits(proof, person, act);
    }

    private boolean fits(Proof proof, String person, SigningAct act) {
        return proof.person().equals(person)
                && proof.act().equals(act)
                && clock.instant().isBefore(proof.until());
    }
}
