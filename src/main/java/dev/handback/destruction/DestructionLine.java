package dev.handback.destruction;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far the destruction of the holder's copies of one asset is, as the facts say now.
 *
 * @param clearance the newest one, whatever came of it
 * @param recallDue whether the holder had the order when it was recalled, so that it must be told
 * @param attestation the newest one that was not sent back
 * @param beforeInstruction whether the holder says it erased before the order was served, or without one
 * @param probeResult of the newest look since the holder spoke
 * @param tailUntil by when the last copy is gone, as the holder says
 * @param outcome of what legal accepted last
 * @param decision legal's on {@code attestation}; null while there is none
 * @param state NONE, CLEARED, ORDERED, SERVED, ATTESTED, TAIL, CONTRADICTED, EVIDENCE_ACCEPTED, RECALLED, UNATTESTED or
 *     ERASED_WITHOUT_INSTRUCTION
 */
public record DestructionLine(
        String exitId,
        String asset,
        String disposition,
        @Nullable String wave,
        @Nullable String holder,
        @Nullable String locations,
        @Nullable String clearance,
        @Nullable Instant clearedAt,
        @Nullable String clearedBy,
        @Nullable LocalDate answerBy,
        @Nullable String orderNumber,
        @Nullable Instant orderedAt,
        @Nullable String orderedBy,
        @Nullable Instant servedAt,
        @Nullable LocalDate servedOn,
        @Nullable String recall,
        @Nullable Instant recalledAt,
        @Nullable Boolean recallDue,
        @Nullable Instant recallServedAt,
        @Nullable String attestation,
        @Nullable Instant attestedAt,
        @Nullable LocalDate completedOn,
        @Nullable Boolean beforeInstruction,
        boolean byHolder,
        @Nullable String probeResult,
        @Nullable LocalDate tailUntil,
        @Nullable String outcome,
        @Nullable String decision,
        String state) {

    /** Whether nothing more is asked of the holder. */
    public boolean settled() {
        return believed() || state.equals("UNATTESTED") || state.equals("RECALLED");
    }

    /** Whether it is accepted as gone: what a later look may contradict. */
    public boolean believed() {
        return state.equals("EVIDENCE_ACCEPTED") || state.equals("ERASED_WITHOUT_INSTRUCTION");
    }

    /** Whether anything of it is to be destroyed, by its disposition. */
    public boolean toDestroy() {
        return disposition.equals("RETURN_THEN_DESTROY") || disposition.equals("DESTROY_ONLY");
    }
}
