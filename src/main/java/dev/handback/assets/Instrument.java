package dev.handback.assets;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A written, signed instrument as legal recorded it.
 *
 * @param instrument its id, such as {@code X2026-0001-I1}
 * @param operative PRESENT: it assigns, licenses or novates by itself; PROMISE: it promises to, and counts for nothing
 * @param assets its schedule as JSON, {@code [{"asset", "commit"}]}
 * @param state IN_FORCE, PROMISE_ONLY, SUPERSEDED or WITHDRAWN
 */
public record Instrument(
        String instrument,
        String exitId,
        String type,
        String operative,
        String parties,
        String signedBy,
        LocalDate executedOn,
        String jurisdiction,
        String assets,
        String documentSha256,
        String documentName,
        long documentBytes,
        @Nullable String supersedes,
        String recordedBy,
        Instant recordedAt,
        @Nullable String withdrawnBecause,
        String state) {

    public boolean current() {
        return state.equals("IN_FORCE") || state.equals("PROMISE_ONLY");
    }
}
