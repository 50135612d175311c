package dev.handback.exits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold: nothing it covers may be destroyed. With neither asset, holder nor location it is over the whole exit.
 *
 * @param hold its id, such as {@code H-1}
 * @param state ACTIVE or LIFTED
 */
public record Hold(
        String hold,
        String exitId,
        @Nullable String asset,
        @Nullable String holder,
        @Nullable String location,
        String reason,
        String document,
        String placedBy,
        Instant placedAt,
        @Nullable String liftedBy,
        @Nullable Instant liftedAt,
        @Nullable String liftReason,
        String state) {

    public boolean active() {
        return state.equals("ACTIVE");
    }

    /** What it is over, as people say it. */
    public String over() {
        if (asset != null) {
            return "asset " + asset;
        }
        if (holder != null) {
            return "everything " + holder + " holds";
        }
        return location != null ? "everything at " + location : "the whole exit";
    }
}
