package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The basis on which we may retrieve over a connection, until when.
 *
 * @param state PROPOSED, CONFIRMED, REFUSED or WITHDRAWN; only CONFIRMED opens the gate
 */
public record Authority(
        String connection,
        String basis,
        LocalDate until,
        String state,
        String proposedBy,
        Instant proposedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason) {}
