package dev.handback.destruction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A one-time link by which a holder enters its own attestation; the secret in it is known to the holder alone.
 *
 * @param state OPEN, USED, REVOKED or EXPIRED
 */
public record AttestationLink(
        String link,
        String exitId,
        String actor,
        Instant at,
        String number,
        String holder,
        Instant expiresAt,
        @Nullable String attestation,
        String state) {}
