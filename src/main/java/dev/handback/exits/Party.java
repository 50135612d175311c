package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who stands on one side of an exit from a day on.
 *
 * @param party VENDOR or CLIENT
 * @param since null for who it was when the exit was opened
 * @param capacity in which the party acts, such as "as administrator, without personal liability"
 */
public record Party(
        String party,
        @Nullable LocalDate since,
        String name,
        @Nullable String lei,
        @Nullable String contactName,
        @Nullable String contactEmail,
        @Nullable String capacity,
        @Nullable String document,
        @Nullable String reason,
        String recordedBy,
        Instant recordedAt) {}
