package dev.handback.retrieval;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One restore of an asset's archived versions, as legal decided it and as the holder's store was last seen.
 *
 * @param number the attempt that met them archived
 * @param classes how many versions of each class
 * @param readyUntil when the first restored copy goes
 */
public record Restore(
        int restore,
        int number,
        State state,
        String decidedBy,
        Instant decidedAt,
        long objects,
        long bytes,
        Map<String, Long> classes,
        @Nullable String tier,
        @Nullable Integer days,
        String reason,
        @Nullable Instant seenAt,
        long ready,
        long waiting,
        long failed,
        @Nullable Instant readyUntil,
        boolean over,
        List<RetrievalOutcome.Finding> findings) {

    public enum State {
        REFUSED,
        APPROVED,
        WAITING,
        /** Readable, and to be copied before {@code readyUntil}. */
        READY,
        FAILED,
        /** Was readable, and no attempt was made in time. */
        LAPSED,
        /** An attempt was made after it; what that brought is the attempt's to say. */
        RETRIEVED
    }
}
