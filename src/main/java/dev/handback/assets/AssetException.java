package dev.handback.assets;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An asset not returned, all rights reserved: asked by one, approved by two others, one of them legal.
 *
 * @param purpose EXCEPT, or REVOKE to take an exception back
 * @param state ASKED, APPROVED or REFUSED
 */
public record AssetException(
        UUID asked,
        String exitId,
        String asset,
        String purpose,
        String reason,
        @Nullable LocalDate remedy,
        String askedBy,
        Instant askedAt,
        long approvals,
        @Nullable String approvedBy,
        String state) {}
