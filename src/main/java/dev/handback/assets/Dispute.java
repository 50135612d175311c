package dev.handback.assets;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contested asset: a flag beside its state. It is open until legal settles it, and at most one of an asset is open.
 *
 * @param party who contests it
 */
public record Dispute(
        UUID raised,
        String exitId,
        String asset,
        String party,
        String reason,
        String raisedBy,
        Instant raisedAt,
        @Nullable String settledBy,
        @Nullable Instant settledAt,
        @Nullable String settlement) {

    public boolean open() {
        return settledAt == null;
    }
}
