package dev.handback.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a filed step is; {@code attempt} is 0 before it is first begun. */
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
