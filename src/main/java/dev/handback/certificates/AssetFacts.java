package dev.handback.certificates;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One asset of Schedule A: what is held of it, how it came, who looked at it, and what nobody can say.
 *
 * @param evidence the exact words whose SHA-256 is {@code evidenceDigest}; attached, not printed
 * @param sourceLastSeen when the holder's system was last compared with what is held
 */
public record AssetFacts(
        String asset,
        String title,
        String kind,
        String origin,
        String right,
        String disposition,
        String state,
        @Nullable String outcome,
        Identity identity,
        @Nullable Counts counts,
        @Nullable Documents documents,
        Split split,
        @Nullable Retrieved retrieved,
        @Nullable Delivered delivered,
        @Nullable Checked checked,
        @Nullable Disputed disputed,
        @Nullable Frozen frozen,
        @Nullable LaterPass laterPass,
        @Nullable List<Held> holds,
        List<Finding> findings,
        Expected expected,
        @Nullable Instant fixityVerifiedAt,
        @Nullable Instant sourceLastSeen,
        String evidenceDigest,
        @Nullable String evidence) {

    public AssetFacts {
        findings = List.copyOf(findings);
    }

    /** Which half of Schedule A the asset stands in. */
    public Half half() {
        return Half.of(origin);
    }

    public record Identity(
            @Nullable String bundleSha256,
            @Nullable String swhid,
            @Nullable String contentDigest) {}

    /** @param lfsObjects Git LFS objects held; null when nothing points at any */
    public record Counts(
            long refs,
            long objects,
            long bytes,
            @Nullable Long lfsObjects,
            @Nullable Long lfsBytes) {}

    /**
     * Of documents from a bucket.
     *
     * @param markers "deleted from here on": they hide a key and erase nothing
     * @param uploads begun in parts and never completed; nobody can read them
     * @param manifestSha256 of the list of every version with its own SHA-256, which the vault holds
     */
    public record Documents(
            String locator,
            long versions,
            long markers,
            long uploads,
            @Nullable String manifestSha256) {}

    /** Old and new content inside one asset, as its baseline tells them apart: commits, or versions of documents. */
    public record Split(
            Basis basis,
            @Nullable String baseline,
            @Nullable Long oldCommits,
            @Nullable Long newCommits) {
        /** Nothing was given to tell old from new by. */
        public static Split none() {
            return new Split(Basis.NONE, null, null, null);
        }
    }

    public enum Basis {
        PROOF,
        INDICATION,
        NONE
    }

    /** @param identity the name shown to the holder's system, never a secret. */
    public record Retrieved(
            Instant at,
            String by,
            @Nullable String connection,
            @Nullable String identity,
            int attempt) {}

    /**
     * How it came by hand; names as people are known, with their accounts.
     *
     * @param confirmedBy null while no second person confirmed it
     */
    public record Delivered(
            LocalDate receivedOn,
            String medium,
            String receivedBy,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt,
            long files) {}

    public record Checked(Instant at, String by) {}

    /** Contested and not settled: who contests it, since when, on what ground. */
    public record Disputed(String party, Instant since, String reason) {}

    /** The holder's word that nothing was written any more when this was retrieved. */
    public record Frozen(String attestedBy, LocalDate since) {}

    /** A pass after the one that is certified, which brought nothing, or something that engineering did not keep. */
    public record LaterPass(int attempt, String outcome, Instant endedAt) {}

    /** A legal hold in force over the asset; why it was placed is not the reader's. */
    public record Held(String hold, String over, Instant placedAt) {}

    public record Finding(String code, String detail) {}

    /**
     * @param stated what was expected, as the register has it
     * @param independent false when only the vendor said so, or nobody: the page then says there is no baseline
     */
    public record Expected(
            @Nullable String stated, @Nullable String assertedBy, boolean independent) {}

    /** The halves of Schedule A. */
    public enum Half {
        OLD,
        NEWLY_CREATED,
        UNDETERMINED;

        static Half of(String origin) {
            return switch (origin) {
                case "BACKGROUND_CLIENT", "BACKGROUND_VENDOR" -> OLD;
                case "FOREGROUND" -> NEWLY_CREATED;
                default -> UNDETERMINED;
            };
        }
    }
}
