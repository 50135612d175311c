package dev.handback.certificates;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The sealed instruction to keep what a hold covers, and how it reached whom it concerns. */
public record PreserveNotice(
        String hold,
        String exitId,
        String addressee,
        String pdfSha256,
        String sealedSha256,
        Instant sealedAt,
        @Nullable LocalDate servedOn,
        @Nullable String servedTo,
        @Nullable String channel,
        @Nullable String servedBy,
        @Nullable Instant servedAt) {

    public boolean served() {
        return servedOn != null;
    }
}
