package dev.handback.retrieval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The erasing of what one quarantine seals, as far as it has come.
 *
 * @param contents how many contents go, or are gone; known once it has begun
 * @param kept how many stay, because something else holds them
 * @param answer why it was refused
 * @param findings why it could not begin, or was given up half-way; JSON
 * @param state ASKED, REFUSED, OVERTAKEN (released), APPROVED, NOT_ERASED, ERASING or ERASED
 */
public record Erasure(
        String erasure,
        String exitId,
        String quarantine,
        String asset,
        String reason,
        String askedBy,
        Instant askedAt,
        int approvals,
        @Nullable String approvedBy,
        @Nullable String refusedBy,
        @Nullable String answer,
        int contents,
        int kept,
        @Nullable Instant begunAt,
        @Nullable Instant erasedAt,
        @Nullable String findings,
        String state) {
    /** Whether it still waits for somebody's word. */
    public boolean waits() {
        return state.equals("ASKED");
    }
}
