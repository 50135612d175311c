package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A day of the contract was near: when that was said, and what operations answered. */
public record Alarm(
        Deadline deadline,
        LocalDate day,
        int daysBefore,
        Instant at,
        @Nullable String answer,
        @Nullable String answeredBy,
        @Nullable Instant answeredAt) {}
