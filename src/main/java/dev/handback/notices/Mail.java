package dev.handback.notices;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One mail on its way, or ended.
 *
 * @param person who gets it; empty when it goes outside
 * @param address where it goes outside, to no person of ours; else null
 * @param groups the person was in when it was drawn up
 * @param digest day of the digest it is; null when it is none
 * @param attempts begun so far
 * @param nextTryAt not before then
 * @param lastError what stood against the last attempt; null when nothing did
 */
public record Mail(
        UUID id,
        String person,
        @Nullable String address,
        Set<String> groups,
        @Nullable LocalDate digest,
        String subject,
        String body,
        State state,
        int attempts,
        Instant nextTryAt,
        Instant filedAt,
        @Nullable String lastError) {
    public Mail {
        groups = Set.copyOf(groups);
    }

    /**
     * FAILED: the server refused it for good, a person must look; WITHDRAWN: the person left a group, or a later digest says
     * it all.
     */
    public enum State {
        WAITING,
        SENT,
        FAILED,
        WITHDRAWN
    }
}
