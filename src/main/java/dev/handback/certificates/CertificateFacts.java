package dev.handback.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a certificate says, frozen. The pages are drawn from it and from nothing else, and it travels inside
 * them as JSON, so whoever holds the PDF holds the facts.
 *
 * @param n counts the interim certificates and the custody records of an exit, from 1
 * @param evaluationKey true when the seal will be made with the key Handback generated for itself
 * @param asOf the instant of every statement; the document carries no other clock
 * @param notSeen what this scope in particular cannot show, one sentence each
 * @param evidenceRoot Merkle root over the evidence digests of exactly this scope, in its order
 * @param template {@link CertificatePdf#templateDigest()} at the time of drawing up
 * @param destruction of a record of destruction evidence, which has no other schedule; null of every other kind
 * @param drill what a drill report measured; null of every other kind
 * @param instruments in force that a return certificate relies on; null when there is none
 */
public record CertificateFacts(
        String number,
        Kind kind,
        Finality finality,
        int n,
        boolean evaluationKey,
        Exit exit,
        List<Party> parties,
        Contract contract,
        String trigger,
        @Nullable List<Stayed> stays,
        Instant asOf,
        List<AssetFacts> assets,
        List<NotReturned> notReturned,
        List<String> notSeen,
        String evidenceRoot,
        LedgerHead ledger,
        @Nullable Supersedes supersedes,
        String preparedBy,
        String template,
        @Nullable List<DestructionFacts> destruction,
        @Nullable DrillFacts drill,
        @Nullable List<Instrument> instruments) {

    public CertificateFacts {
        // the number is printed by a style sheet on each page, so it must not be able to say anything else
        if (!number.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("certificate number " + Visible.of(number) + ": expected letters, digits"
                    + " and . _ - only, at most 64");
        }
        if (assets.isEmpty() && notReturned.isEmpty() && (destruction == null || destruction.isEmpty())) {
            throw new IllegalArgumentException(
                    "certificate " + number + " names no asset: an empty set proves nothing");
        }
        if (finality == Finality.FINAL && (exit.kind() == ExitKind.DRILL || kind == Kind.CUSTODY_RECORD)) {
            throw new IllegalArgumentException(
                    "certificate " + number + ": a drill and a custody record are never FINAL");
        }
        if ((kind == Kind.DRILL_REPORT) != (drill != null)
                || kind == Kind.DRILL_REPORT && exit.kind() != ExitKind.DRILL) {
            throw new IllegalArgumentException(
                    "certificate " + number + ": a drill report is of a drill, with its measures");
        }
        parties = List.copyOf(parties);
        assets = List.copyOf(assets);
        notReturned = List.copyOf(notReturned);
        notSeen = List.copyOf(notSeen);
        destruction = destruction == null ? null : List.copyOf(destruction);
        instruments = instruments == null ? null : List.copyOf(instruments);
    }

    public enum Kind {
        CUSTODY_RECORD,
        ASSET_RETURN,
        DESTRUCTION,
        DRILL_REPORT
    }

    public enum Finality {
        INTERIM,
        FINAL
    }

    public enum ExitKind {
        REAL,
        DRILL
    }

    public record Exit(
            String id,
            ExitKind kind,
            String title,
            @Nullable Boolean emergency) {}

    /**
     * A party on the day of the certificate.
     *
     * @param role as the reader knows it, for example {@code Client}, {@code Vendor}
     * @param capacity in which it acts since the parties changed; null when it acts for itself
     */
    public record Party(
            String role,
            String name,
            @Nullable String lei,
            @Nullable String capacity) {}

    /** Insolvency or a court stops the exit, as far as it is known. */
    public record Stayed(
            String stay,
            Instant declaredAt,
            @Nullable String issuer,
            @Nullable String document) {}

    public record Contract(
            String reference,
            @Nullable String governingLaw,
            @Nullable LocalDate start,
            @Nullable LocalDate notice,
            LocalDate end,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            @Nullable List<DatesMoved> moved) {}

    /** A dated decision that moved the contract's days, to {@code end}; the dates above are those after the last. */
    public record DatesMoved(Instant at, String by, LocalDate end, String document) {}

    /** A part of the custody ledger anybody can compare later: the head at {@code asOf} and its signed note. */
    public record LedgerHead(String origin, long size, String root, String checkpoint) {}

    public record Supersedes(String number, String reason) {}

    /**
     * A signed instrument as legal recorded it: named by the digest of its document, never judged.
     *
     * @param assets of its schedule
     */
    public record Instrument(
            String instrument,
            String type,
            String parties,
            String signedBy,
            LocalDate executedOn,
            String jurisdiction,
            String documentSha256,
            List<String> assets) {}

    /** An asset in Schedule B: not returned, all rights reserved. */
    public record NotReturned(
            String asset,
            String title,
            String origin,
            String reason,
            String askedBy,
            List<String> approvedBy,
            @Nullable LocalDate remedyBy,
            String evidenceDigest) {
        public NotReturned {
            approvedBy = List.copyOf(approvedBy);
        }
    }

    /** Names the shape of the JSON for readers years from now. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return "handback/certificate/1";
    }

    /** The same facts always give the same bytes: sorted names, UTF-8, no spaces. */
    public byte[] json() {
        return FactsJson.write(this);
    }

    /** Reads what {@link #json()} wrote; names it does not know are ignored. */
    public static CertificateFacts parse(byte[] json) {
        return FactsJson.read(json);
    }
}
