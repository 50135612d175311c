package dev.handback.retrieval;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One delivery by hand: what the first person saw, and the second person's word on it.
 *
 * @param delivery its number, from 1
 * @param decision CONFIRM or REJECT; null while nobody decided
 */
public record Delivery(
        int delivery,
        String receivedBy,
        Instant at,
        LocalDate receivedOn,
        String medium,
        String courier,
        @Nullable String sealNumber,
        String seal,
        String condition,
        @Nullable String photoSha256,
        @Nullable String statedDigest,
        String note,
        boolean fromFolder,
        @Nullable String decision,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason) {}
