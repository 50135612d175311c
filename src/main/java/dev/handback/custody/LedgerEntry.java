package dev.handback.custody;

import dev.handback.Sha256;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One fact as the ledger holds it.
 *
 * @param body the fact's row as JSON; exactly these UTF-8 bytes are hashed into {@code leaf}
 */
public record LedgerEntry(
        long seq,
        UUID fact,
        String table,
        @Nullable String exitId,
        String actor,
        Instant at,
        String body,
        Sha256 leaf) {}
