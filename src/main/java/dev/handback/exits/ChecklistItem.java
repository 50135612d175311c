package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One thing an exit is not closed without, with what was said of it last.
 *
 * @param item its id in the exit, such as {@code vendor-access} or {@code X2026-0001-K1}
 * @param topic VENDOR_ACCESS, OUR_ACCESS, CREDENTIALS or KNOWLEDGE
 * @param connection over which our access has to end; null of other topics
 * @param addedBy who added it; null of an item that every exit has
 * @param state OPEN, DONE or NOT_APPLICABLE
 * @param evidence what shows it, or why it does not apply or is open again; null while nothing was said
 */
public record ChecklistItem(
        String exitId,
        String item,
        String topic,
        @Nullable String connection,
        @Nullable String asset,
        String what,
        @Nullable String addedBy,
        @Nullable Instant addedAt,
        String state,
        @Nullable LocalDate doneOn,
        @Nullable String doneBy,
        @Nullable String evidence,
        @Nullable String settledBy,
        @Nullable Instant settledAt) {

    public boolean open() {
        return state.equals("OPEN");
    }

    /** Whether it is about an access that has to end. */
    public boolean access() {
        return topic.endsWith("ACCESS");
    }
}
