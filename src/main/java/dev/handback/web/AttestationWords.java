package dev.handback.web;

import dev.handback.destruction.AttestedRow;
import dev.handback.destruction.NewAttestation;
import dev.handback.destruction.Paper;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attestation as REST takes it; the letter comes as a file of its own, never as a digest that somebody names. */
record AttestationWords(
        @Nullable String order,
        @Nullable LocalDate dated,
        @Nullable String reference,
        @Nullable String officerName,
        @Nullable String officerTitle,
        @Nullable String officerContact,
        @Nullable String standard,
        @Nullable String revision,
        @Nullable String statement,
        @Nullable AttestedRow common,
        @Nullable List<AttestedRow> rows) {

    NewAttestation with(@Nullable Paper letter) {
        return new NewAttestation(
                order,
                dated,
                reference,
                officerName,
                officerTitle,
                officerContact,
                standard,
                revision,
                statement,
                common,
                rows == null ? List.of() : rows,
                letter);
    }
}
