package dev.handback.retrieval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is sealed, whole, because it brought what should not have been taken.
 *
 * @param again the quarantine whose erased contents the attempt brought again; null when a person sealed it
 * @param state ACTIVE, RELEASED, ERASING or ERASED
 */
public record Quarantine(
        String quarantine,
        String exitId,
        String asset,
        int number,
        String reason,
        @Nullable String again,
        String placedBy,
        Instant placedAt,
        String state,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt,
        @Nullable String releaseReason,
        @Nullable Instant erasedAt) {
    /** Whether its contents are kept from everybody, or gone. */
    public boolean seals() {
        return !state.equals("RELEASED");
    }

    /** Whether somebody has still to decide about it. */
    public boolean active() {
        return state.equals("ACTIVE");
    }
}
