package dev.handback.process;

import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.TimeStampRefused;
import dev.handback.work.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has the ledger's head stamped by an authority outside, whenever it is due. */
@Component
class LedgerWatch implements Round {
    private static final Logger log = LoggerFactory.getLogger(LedgerWatch.class);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final CheckpointStamps stamps;
    private final Clock clock;
    private volatile Instant notBefore = Instant.EPOCH;

    LedgerWatch(CheckpointStamps stamps, Clock clock) {
        this.stamps = stamps;
        this.clock = clock;
    }

    @Override
    public void run() {
        var now = clock.instant();
        if (now.isBefore(notBefore)) {
            return;
        }
        try {
            stamps.stampWhenDue(now);
        } catch (TimeStampRefused refused) {
            notBefore = now.plus(PAUSE);
            log.warn("ledger head not stamped why={} again={}", refused.getMessage(), notBefore);
        }
    }
}
