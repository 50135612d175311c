package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day of the contract was near: when that was said, and what operations answered.
 *
 * @param living the day is still set; false once it was moved, and then nobody is asked any more
 */
public record Alarm(
        Deadline deadline,
        LocalDate day,
        int daysBefore,
        Instant at,
        @Nullable String answer,
        @Nullable String answeredBy,
        @Nullable Instant answeredAt,
        boolean living) {

    /** Whether operations still have to say how the day is met. */
    public boolean waits() {
        return living && answer == null;
    }
}
