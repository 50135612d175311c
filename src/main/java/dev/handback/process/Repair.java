package dev.handback.process;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stuck token, and what two people said about it.
 *
 * @param kind RETRY_JOB or WAIT_AGAIN
 * @param state PROPOSED, APPROVED (and done) or REFUSED
 */
public record Repair(
        UUID proposal,
        String exitId,
        String instance,
        String activity,
        String kind,
        String reason,
        String proposedBy,
        Instant proposedAt,
        String state,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String answer) {}
