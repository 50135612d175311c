package dev.handback.exits;

import java.time.LocalDate;

/** One line of the list of exits; the counts leave withdrawn assets out. */
public record ExitSummary(
        String exitId,
        String title,
        String kind,
        String vendorName,
        LocalDate contractEnd,
        String state,
        long assets,
        long done,
        long needsDecision) {}
