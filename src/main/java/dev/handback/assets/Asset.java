package dev.handback.assets;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One asset of an exit as its facts say now: its register row, the attempt that counts, its check, its certificate. The latest
 * attempt counts, unless it is a later pass over what is home already and brought nothing.
 *
 * @param returnState REGISTERED, COLLECTING, RECEIVED, NEEDS_DECISION, VERIFIED, CHECKED, PLACED, CERTIFIED, EXCEPTED, REOPENED or WITHDRAWN
 * @param outcome how the attempt that counts ended; null while it runs or when there was none
 * @param findings its findings as JSON
 * @param lfsObjects how many Git LFS objects are held; null when nothing points at any
 * @param number the attempt that counts, from 1
 * @param lastNumber the latest attempt, whatever it brought; {@code lastDecision} is what was decided about it
 * @param disputedBy who contests it, while a dispute is open
 * @param frozenBy who attested the freeze before the latest attempt began; null when that was a rehearsal
 * @param delivery of what came by hand, the delivery that the latest attempt read; {@code files} counts its files
 */
public record Asset(
        String exitId,
        String asset,
        int version,
        String title,
        String kind,
        String origin,
        String disposition,
        @Nullable String connection,
        @Nullable String locator,
        @Nullable String exposure,
        @Nullable String rights,
        @Nullable String owner,
        @Nullable String ownershipBasis,
        @Nullable String classification,
        @Nullable Boolean personalData,
        @Nullable String medium,
        @Nullable String holder,
        @Nullable String locations,
        @Nullable String baseline,
        @Nullable String expected,
        @Nullable String expectedBy,
        @Nullable String wave,
        @Nullable Integer priority,
        @Nullable String destinationConnection,
        @Nullable String destination,
        @Nullable String dependsOn,
        String returnState,
        @Nullable Integer number,
        @Nullable Instant attemptStarted,
        @Nullable Instant attemptEnded,
        @Nullable String outcome,
        @Nullable String contentDigest,
        @Nullable String manifestSha256,
        @Nullable String bundleSha256,
        @Nullable Long bundleBytes,
        @Nullable String swhid,
        @Nullable String head,
        @Nullable Long refs,
        @Nullable Long objects,
        @Nullable Long bytes,
        @Nullable Long lfsObjects,
        @Nullable Long lfsBytes,
        @Nullable Long oldCommits,
        @Nullable Long newCommits,
        @Nullable Long versions,
        @Nullable Long markers,
        @Nullable Long uploads,
        @Nullable Long oldVersions,
        @Nullable Long newVersions,
        @Nullable String splitBasis,
        @Nullable String seenAs,
        @Nullable Instant seenAt,
        @Nullable String retrievedBy,
        @Nullable String checkedBy,
        @Nullable Instant checkedAt,
        @Nullable String checkNote,
        @Nullable String emptinessConfirmedBy,
        @Nullable String certificate,
        @Nullable Integer delivery,
        @Nullable Long files,
        @Nullable String deliveredOn,
        @Nullable String receivedBy,
        @Nullable String confirmedBy,
        @Nullable String disputedBy,
        @Nullable String frozenBy,
        @Nullable LocalDate frozenSince,
        @Nullable Integer lastNumber,
        @Nullable String lastOutcome,
        @Nullable Instant lastEnded,
        @Nullable String lastDecision,
        String findings) {

    /** Whether a later pass is on its way or brought nothing, so that an earlier attempt counts. */
    public boolean passedLater() {
        return number != null && lastNumber != null && lastNumber > number;
    }

    /** Whether nobody can fetch it, so that it comes on a medium or by upload. */
    public boolean byHand() {
        return connection == null;
    }

    /** Rows of a bucket's manifest: versions, delete markers, uploads never completed. */
    public long documentRows() {
        return Stream.of(versions, markers, uploads)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }
}
