package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Insolvency or a court stops an exit: as it was declared, and the document that lifted it.
 *
 * @param stay its id, such as {@code S-1}
 * @param document what is known of the paper when it is declared; may be nothing
 * @param state ACTIVE or LIFTED
 */
public record Stay(
        String stay,
        String exitId,
        @Nullable String document,
        @Nullable String issuer,
        @Nullable String scope,
        @Nullable LocalDate since,
        String reason,
        String declaredBy,
        Instant declaredAt,
        @Nullable String liftedBy,
        @Nullable Instant liftedAt,
        @Nullable String liftDocument,
        @Nullable String liftIssuer,
        @Nullable String liftScope,
        @Nullable LocalDate liftDated,
        @Nullable String liftReason,
        String state) {

    public boolean active() {
        return state.equals("ACTIVE");
    }
}
