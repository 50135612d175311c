package dev.handback.destruction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Legal's decision that named assets may be destroyed.
 *
 * @param basis the clause or law on which the holder can be told to destroy
 * @param exclusions what the holder may keep, and on what basis; may be empty
 * @param answerBy the day by which the holder is to attest
 * @param destruction the destruction it belongs to; null when it was given by itself
 */
public record Clearance(
        String clearance,
        String exitId,
        String actor,
        Instant at,
        String basis,
        String reason,
        String exclusions,
        LocalDate answerBy,
        @Nullable String destruction,
        List<String> scope) {

    public Clearance {
        scope = List.copyOf(scope);
    }

    /** What legal writes; {@code counselBasis} is recorded for all its assets, where one of them needs it. */
    public record Asked(
            @Nullable String basis,
            @Nullable String reason,
            @Nullable String exclusions,
            @Nullable LocalDate answerBy,
            @Nullable String counselBasis,
            List<String> assets) {

        public Asked {
            assets = List.copyOf(assets);
        }
    }
}
