package dev.handback.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a filed step is.
 *
 * @param attempt 0 before it is first begun
 * @param pace of the phase that runs; null while there is none to tell
 */
public record WorkStatus(
        String step,
        String key,
        State state,
        int attempt,
        @Nullable String node,
        @Nullable String phase,
        long doneBytes,
        long doneObjects,
        @Nullable Long totalObjects,
        @Nullable Pace pace,
        @Nullable String lastError,
        Instant filedAt,
        Instant updatedAt) {
    /** WAITING: for the next attempt. */
    public enum State {
        FILED,
        RUNNING,
        WAITING,
        DONE,
        EXHAUSTED
    }
}
