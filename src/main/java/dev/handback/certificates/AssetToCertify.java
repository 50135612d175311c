package dev.handback.certificates;

import dev.handback.certificates.AssetFacts.Basis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of view {@code handback.to_certify}: everything a certificate says about one asset. */
record AssetToCertify(
        String exitId,
        String asset,
        String title,
        String kind,
        String origin,
        @Nullable String rights,
        String disposition,
        @Nullable String connection,
        @Nullable String locator,
        @Nullable String baseline,
        @Nullable String expected,
        @Nullable String expectedBy,
        boolean saidByVendor,
        String returnState,
        @Nullable Integer number,
        @Nullable String outcome,
        @Nullable String contentDigest,
        @Nullable String bundleSha256,
        @Nullable String swhid,
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
        @Nullable String manifestSha256,
        @Nullable String splitBasis,
        @Nullable String seenAs,
        @Nullable Instant seenAt,
        @Nullable String retrievedBy,
        @Nullable Instant attemptEnded,
        @Nullable String checkedBy,
        @Nullable Instant checkedAt,
        String findings,
        boolean excepted,
        @Nullable String exceptionReason,
        @Nullable String askedBy,
        @Nullable String approvedBy,
        @Nullable LocalDate remedy,
        @Nullable Long files,
        @Nullable String deliveredOn,
        @Nullable LocalDate receivedOn,
        @Nullable String receivedBy,
        @Nullable String confirmedBy,
        @Nullable Instant confirmedAt,
        @Nullable Instant fixityAt,
        String evidence,
        @Nullable String disputedBy,
        @Nullable String disputeReason,
        @Nullable Instant disputedAt,
        @Nullable String frozenBy,
        @Nullable LocalDate frozenSince,
        @Nullable Integer laterAttempt,
        @Nullable String laterOutcome,
        @Nullable Instant laterEnded,
        @Nullable String holds) {

    AssetFacts facts(List<AssetFacts.Finding> read, String digest) {
        return new AssetFacts(
                asset,
                title,
                kind,
                origin,
                rights == null ? "NONE" : rights,
                disposition,
                returnState,
                outcome,
                new AssetFacts.Identity(bundleSha256, swhid, contentDigest),
                refs == null || objects == null || bytes == null || outcome == null
                        ? null
                        : new AssetFacts.Counts(refs, objects, bytes, lfsObjects, lfsBytes),
                documents(),
                new AssetFacts.Split(
                        splitBasis == null ? Basis.NONE : Basis.valueOf(splitBasis),
                        baseline,
                        versions == null ? oldCommits : oldVersions,
                        versions == null ? newCommits : newVersions),
                attemptEnded == null || retrievedBy == null || number == null
                        ? null
                        : new AssetFacts.Retrieved(attemptEnded, retrievedBy, connection, seenAs, number),
                delivered(),
                checkedAt == null || checkedBy == null ? null : new AssetFacts.Checked(checkedAt, checkedBy),
                disputedBy == null || disputedAt == null || disputeReason == null
                        ? null
                        : new AssetFacts.Disputed(disputedBy, disputedAt, disputeReason),
                frozenBy == null || frozenSince == null ? null : new AssetFacts.Frozen(frozenBy, frozenSince),
                laterAttempt == null || laterOutcome == null || laterEnded == null
                        ? null
                        : new AssetFacts.LaterPass(laterAttempt, laterOutcome, laterEnded),
                holds == null ? null : CertificatesTable.holds(holds),
                read,
                new AssetFacts.Expected(expected, expectedBy, independent()),
                fixityAt,
                seenAt,
                digest,
                evidence);
    }

    private AssetFacts.@Nullable Documents documents() {
        return versions == null || markers == null || uploads == null || locator == null
                ? null
                : new AssetFacts.Documents(locator, versions, markers, uploads, manifestSha256);
    }

    private AssetFacts.@Nullable Delivered delivered() {
        return receivedOn == null || receivedBy == null || deliveredOn == null || files == null
                ? null
                : new AssetFacts.Delivered(receivedOn, deliveredOn, receivedBy, confirmedBy, confirmedAt, files);
    }

    CertificateFacts.NotReturned notReturned(String digest) {
        return new CertificateFacts.NotReturned(
                asset,
                title,
                origin,
                String.valueOf(exceptionReason),
                String.valueOf(askedBy),
                approvedBy == null ? List.of() : Arrays.asList(approvedBy.split(", ")),
                remedy,
                digest);
    }

    /** What this asset in particular cannot show; null when there is nothing to add to the general words. */
    @Nullable
    String notSeen() {
        if (outcome == null) {
            return asset + ": nothing of it has been retrieved.";
        }
        if (bundleSha256 == null && files == null && (versions == null || versions == 0) && !outcome.equals("EMPTY")) {
            return asset + ": attempt " + number + " ended " + outcome + "; no bytes of it are held.";
        }
        if (kind.equals("manual") && outcome.equals("VERIFIED")) {
            return asset
                    + ": it came by hand; two persons saw it arrive, and its content is not proved beyond these digests.";
        }
        return outcome.equals("VERIFIED") || outcome.equals("EMPTY")
                ? null
                : asset + ": attempt " + number + " ended " + outcome
                        + "; what is held of it is not claimed to be whole.";
    }

    /** The vendor's own word, or nobody's, is no independent baseline. */
    private boolean independent() {
        return expected != null && expectedBy != null && !saidByVendor;
    }
}
