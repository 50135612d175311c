package dev.handback.destruction;

import dev.handback.exits.Finding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a holder attested.
 *
 * @param actor who recorded it; the system when it came through a link
 * @param link the one-time link it came through, {@code linkIssuedBy} the person who gave it
 */
public record Attestation(
        String attestation,
        String exitId,
        String actor,
        Instant at,
        @Nullable String number,
        @Nullable String link,
        @Nullable String linkIssuedBy,
        @Nullable String linkHolder,
        @Nullable LocalDate dated,
        @Nullable String reference,
        @Nullable String officerName,
        @Nullable String officerTitle,
        @Nullable String officerContact,
        @Nullable String standard,
        @Nullable String revision,
        String statement,
        @Nullable String letterSha256,
        @Nullable String letterName,
        @Nullable Long letterBytes,
        String said) {

    /**
     * One asset of it with what was decided.
     *
     * @param decision ACCEPTED, SENT_BACK, CONTRADICTED; null while open
     * @param newest whether it is the attestation that counts for the asset
     * @param gaps what the holder must answer; {@code notes} stand against nothing
     */
    public record Row(
            String asset,
            @Nullable String decision,
            @Nullable String outcome,
            @Nullable String reason,
            boolean newest,
            List<Finding> gaps,
            List<Finding> notes) {}
}
