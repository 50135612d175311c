package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What outlives an exit, with an owner and a date.
 *
 * @param kind TAIL, DISPUTE, HOLD or OBLIGATION
 * @param state OPEN, OVERDUE or SETTLED
 * @param how it ended; null while it is not settled
 */
public record Residual(
        String residual,
        String exitId,
        String kind,
        @Nullable String asset,
        String what,
        String owner,
        LocalDate due,
        String openedBy,
        Instant openedAt,
        int reminders,
        String state,
        @Nullable String settledBy,
        @Nullable Instant settledAt,
        @Nullable String how) {

    public boolean open() {
        return !state.equals("SETTLED");
    }
}
