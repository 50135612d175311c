package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One dated decision: the days of the contract as they were from then on, and the document that says so. */
public record DatesMoved(
        LocalDate contractEnd,
        @Nullable LocalDate assistanceEnd,
        @Nullable LocalDate vendorErasesAt,
        String document,
        String reason,
        String actor,
        Instant at) {}
