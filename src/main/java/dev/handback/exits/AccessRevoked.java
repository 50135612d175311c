package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reported: an access has ended.
 *
 * @param direction OURS to the holder's system behind {@code connection}, or the VENDORS to ours
 */
public record AccessRevoked(
        String direction,
        @Nullable String connection,
        LocalDate since,
        String reportedBy,
        String document,
        String actor,
        Instant at) {}
