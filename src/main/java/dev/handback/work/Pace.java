package dev.handback.work;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a phase goes on the average since it began.
 *
 * @param bytesPerSecond received in this phase
 * @param left until its end at this pace; null where nobody knows how much there is
 */
public record Pace(long bytesPerSecond, @Nullable Duration left) {

    /** Before that much time any figure would be a guess. */
    private static final Duration SOONEST = Duration.ofSeconds(5);

    /** @return null while there is nothing to say */
    static @Nullable Pace between(
            Duration time, long bytes, long objects, @Nullable Long totalObjects, long doneObjects) {
        if (time.compareTo(SOONEST) < 0 || bytes <= 0) return null;
        double seconds = time.toMillis() / 1e3;
        Duration left = totalObjects == null || objects <= 0
                ? null
                : Duration.ofSeconds(Math.round(Math.max(0, totalObjects - doneObjects) * seconds / objects));
        return new Pace(Math.round(bytes / seconds), left);
    }
}
