package dev.handback.destruction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction to the holder to destroy, as it was drawn up and what came of it.
 *
 * @param pdfSha256 of the frozen document that was shown; {@code factsSha256} of the same as JSON
 * @param servedOn the calendar day at {@code place}
 * @param recalled the assets for which it was recalled
 * @param state DRAWN_UP, ORDERED, SERVED or RECALLED (all of it)
 */
public record Order(
        String number,
        String exitId,
        String clearance,
        List<String> scope,
        String pdfSha256,
        String factsSha256,
        Instant drawnUpAt,
        @Nullable String sealedSha256,
        @Nullable String orderedBy,
        @Nullable Instant orderedAt,
        @Nullable Instant servedAt,
        @Nullable String place,
        @Nullable LocalDate servedOn,
        @Nullable String servedBy,
        @Nullable String channel,
        @Nullable String proofSha256,
        @Nullable String proofName,
        List<String> recalled,
        String state) {

    public Order {
        scope = List.copyOf(scope);
        recalled = List.copyOf(recalled);
    }

    /** One asset as an order names it. */
    public record Named(
            String asset,
            String title,
            String kind,
            String origin,
            String disposition,
            @Nullable String holder,
            @Nullable String locations,
            @Nullable String locator,
            @Nullable String medium,
            @Nullable String classification,
            @Nullable String certificate,
            @Nullable String contentDigest,
            @Nullable String counselBasis) {}

    /**
     * A recall: what took the ground away, of which assets, and whether the holder was told.
     *
     * @param documentSha256 of the sealed document that is served; null until it is there
     */
    public record Recall(
            String recall,
            String exitId,
            @Nullable String number,
            boolean served,
            List<String> scope,
            List<String> reasons,
            Instant at,
            String actor,
            @Nullable Instant toldAt,
            @Nullable LocalDate toldOn,
            @Nullable String toldBy,
            @Nullable String channel,
            @Nullable String documentSha256) {

        /** Whether the holder has the order and not yet its recall. */
        public boolean due() {
            return served && toldAt == null;
        }
    }
}
