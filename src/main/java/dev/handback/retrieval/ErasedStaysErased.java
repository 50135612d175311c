package dev.handback.retrieval;

import dev.handback.work.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** A vault restored from a backup holds what was erased since: the tombstones stand, so it is removed again. */
@Component
class ErasedStaysErased implements Round {
    private static final Logger log = LoggerFactory.getLogger(ErasedStaysErased.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Erasures erasures;
    private final Clock clock;
    private Instant next = Instant.MIN;

    ErasedStaysErased(Erasures erasures, Clock clock) {
        this.erasures = erasures;
        this.clock = clock;
    }

    @Override
    public void run() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        var again = erasures.eraseAgain();
        if (again.isEmpty()) {
            return;
        }
        if (again.getAsLong() > 0) {
            log.warn("erased again, since the vault held it anew: contents={}", again.getAsLong());
        }
        next = clock.instant().plus(PAUSE);
    }
}
