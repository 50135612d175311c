package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One contract being wound up, as its facts say now; {@code state} is DRAFT, OPEN, RETURNING, RETURN_FINAL, CLOSED or
 * CLOSED_WITH_RESIDUALS; aside SUSPENDED (a stay is in force), CANCELLED and REOPENED; a drill ends REPORTED. The parties are those of today.
 */
public record Exit(
        String exitId,
        String kind,
        String title,
        String profile,
        String vendorName,
        @Nullable String vendorLei,
        @Nullable String vendorContactName,
        @Nullable String vendorContactEmail,
        String clientName,
        @Nullable String clientLei,
        String contractReference,
        @Nullable String governingLaw,
        @Nullable LocalDate contractStart,
        @Nullable LocalDate notice,
        LocalDate contractEnd,
        @Nullable LocalDate assistanceEnd,
        @Nullable LocalDate vendorErasesAt,
        String place,
        String trigger,
        String actor,
        Instant at,
        String state,
        boolean emergency,
        @Nullable String vendorCapacity,
        @Nullable String clientCapacity) {
    private static final Set<String> OVER = Set.of("CLOSED", "CLOSED_WITH_RESIDUALS", "CANCELLED", "REPORTED");

    /** Nothing is waited for any more. */
    public boolean over() {
        return OVER.contains(state);
    }

    public boolean drill() {
        return kind.equals("DRILL");
    }
}
