package dev.handback.assets;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An asset not returned, all rights reserved: asked by one, approved by two others, one of them legal.
 *
 * @param purpose EXCEPT, or REVOKE to take an exception back; of a destruction UNATTESTED or GAPS
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
        String state) {

    /** Whether it is about the return of the asset, not about its destruction. */
    public boolean ofReturn() {
        return purpose.equals("EXCEPT") || purpose.equals("REVOKE");
    }
}
