package dev.handback.work;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far all work of one kind is together.
 *
 * @param waiting filed, or before a next attempt
 * @param bytes received in all, ended work included
 * @param bytesPerSecond of what runs, as far as it can be told
 * @param left until all of it is done at the pace at which works ended lately; null while there is nothing to tell by
 * @param now what runs, the longest first, at most {@link #NAMED}
 */
public record Overall(
        long running,
        long waiting,
        long done,
        long bytes,
        long objects,
        long bytesPerSecond,
        @Nullable Duration left,
        List<WorkStatus> now) {
    static final int NAMED = 20;
    private static final int FEWEST = 3;
    private static final Duration SOONEST = Duration.ofSeconds(30);

    public Overall {
        now = List.copyOf(now);
    }

    public boolean onItsWay() {
        return running + waiting > 0;
    }

    /**
     * @param recent how many works ended since {@code since}
     * @return null while fewer than three ended in at least half a minute: anything would be a guess
     */
    static @Nullable Duration left(long remaining, long recent, @Nullable Instant since, Instant now) {
        if (since == null || recent < FEWEST || remaining == 0) return null;
        var span = Duration.between(since, now);
        return span.compareTo(SOONEST) < 0
                ? null
                : Duration.ofSeconds(Math.round((double) remaining * span.toSeconds() / recent));
    }
}
