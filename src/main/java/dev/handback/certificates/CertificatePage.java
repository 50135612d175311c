package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.certificates.AssetFacts.Half;
import dev.handback.certificates.CertificateFacts.ExitKind;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The facts as the template prints them: every word already made visible, so the template only loops. */
record CertificatePage(
        String number,
        String title,
        String edition,
        boolean drill,
        boolean evaluationKey,
        List<Row> matter,
        List<Row> parties,
        List<HalfPage> halves,
        List<Entry> exceptions,
        List<Entry> destruction,
        boolean ofDestruction,
        List<Entry> instruments,
        @Nullable DrillPage measured,
        List<String> notSeen,
        List<Row> evidence,
        List<String> checkpoint,
        String supersedes,
        Map<String, List<String>> texts) {

    /** @param mono digests and identifiers, set in the fixed-width face. */
    record Row(String label, String value, boolean mono) {}

    record Entry(String ordinal, String asset, String title, String summary, List<Row> rows) {}

    record HalfPage(String heading, String meaning, String count, List<Entry> entries) {}

    /** What stands in the corner of each page when the document is not what it looks like. */
    String mark() {
        return (drill ? "DRILL" : "")
                + (drill && evaluationKey ? " \u00b7 " : "")
                + (evaluationKey ? "EVALUATION KEY" : "");
    }

    static CertificatePage of(CertificateFacts facts, Texts texts) {
        return new CertificatePage(
                facts.number(),
                title(facts.kind()),
                edition(facts),
                facts.exit().kind() == ExitKind.DRILL,
                facts.evaluationKey(),
                matter(facts),
                facts.parties().stream().map(CertificatePage::party).toList(),
                halves(facts),
                exceptions(facts),
                destruction(facts),
                facts.kind() == Kind.DESTRUCTION,
                instruments(facts),
                facts.drill() == null ? null : DrillPage.of(facts.drill()),
                facts.notSeen().stream().map(Visible::of).toList(),
                evidence(facts),
                Arrays.stream(facts.ledger().checkpoint().split("\n"))
                        .filter(line -> !line.isBlank())
                        .map(Visible::of)
                        .toList(),
                supersedes(facts),
                paragraphs(facts, texts));
    }

    private static String title(Kind kind) {
        return switch (kind) {
            case CUSTODY_RECORD -> "Custody Record";
            case ASSET_RETURN -> "Asset Return Certificate";
            case DESTRUCTION -> "Record of Destruction Evidence";
            case DRILL_REPORT -> "Drill Report";
        };
    }

    private static List<Entry> destruction(CertificateFacts facts) {
        var entries = new ArrayList<Entry>();
        Objects.requireNonNullElse(facts.destruction(), List.<DestructionFacts>of())
                .forEach(asset -> entries.add(DestructionEntry.of(entries.size() + 1, asset)));
        return entries;
    }

    private static List<Entry> instruments(CertificateFacts facts) {
        var entries = new ArrayList<Entry>();
        Objects.requireNonNullElse(facts.instruments(), List.<CertificateFacts.Instrument>of())
                .forEach(named -> entries.add(InstrumentEntry.of(entries.size() + 1, named)));
        return entries;
    }

    private static String edition(CertificateFacts facts) {
        if (facts.kind() == Kind.CUSTODY_RECORD || facts.kind() == Kind.DRILL_REPORT) {
            return "No. " + facts.n();
        }
        var phase = facts.kind() == Kind.DESTRUCTION ? "destruction phase" : "return phase";
        return facts.finality() == Finality.FINAL ? "Final for the " + phase : "Interim " + facts.n();
    }

    private static List<Row> matter(CertificateFacts facts) {
        var contract = facts.contract();
        var rows = new ArrayList<Row>();
        rows.add(row(
                "Exit",
                facts.exit().id() + " \u00b7 " + facts.exit().title()
                        + (Boolean.TRUE.equals(facts.exit().emergency()) ? " \u00b7 begun as an emergency" : "")));
        rows.add(row(
                "Contract",
                contract.reference() + (contract.governingLaw() == null ? "" : " \u00b7 " + contract.governingLaw())));
        rows.add(row(
                "Term",
                (contract.start() == null ? "until " : Wording.date(contract.start()) + " to ")
                        + Wording.date(contract.end())
                        + " \u00b7 ends by " + Wording.words(facts.trigger())
                        + (contract.notice() == null ? "" : ", notice of " + Wording.date(contract.notice()))));
        addDate(rows, "Assistance until", contract.assistanceEnd());
        addDate(rows, "Vendor erases at", contract.vendorErasesAt());
        Objects.requireNonNullElse(contract.moved(), List.<CertificateFacts.DatesMoved>of())
                .forEach(moved -> rows.add(row(
                        "Dates moved",
                        "contract end to " + Wording.date(moved.end()) + " by " + moved.by() + ", "
                                + Wording.instant(moved.at()) + " \u00b7 " + moved.document())));
        Objects.requireNonNullElse(facts.stays(), List.<CertificateFacts.Stayed>of())
                .forEach(stayed -> rows.add(row("Stay in force", stay(stayed))));
        rows.add(row("As of", Wording.instant(facts.asOf())));
        rows.add(row("Prepared by", facts.preparedBy()));
        return rows;
    }

    private static String stay(CertificateFacts.Stayed stayed) {
        return stayed.stay() + ", declared " + Wording.instant(stayed.declaredAt())
                + (stayed.document() == null ? "" : " \u00b7 " + stayed.document())
                + (stayed.issuer() == null ? "" : " of " + stayed.issuer())
                + ": retrieval and destruction pause until it is lifted";
    }

    private static Row party(CertificateFacts.Party party) {
        return row(
                party.role(),
                party.name()
                        + (party.capacity() == null ? "" : ", " + party.capacity())
                        + (party.lei() == null ? "" : "\n\u00b7 LEI " + party.lei()));
    }

    private static List<HalfPage> halves(CertificateFacts facts) {
        var byHalf = new TreeMap<Half, List<Entry>>();
        int ordinal = 0;
        for (var asset : facts.assets()) {
            byHalf.computeIfAbsent(asset.half(), half -> new ArrayList<>()).add(AssetEntry.of(++ordinal, asset));
        }
        return Arrays.stream(Half.values())
                .map(half -> halfPage(half, byHalf.getOrDefault(half, List.of())))
                .toList();
    }

    private static HalfPage halfPage(Half half, List<Entry> entries) {
        var count = entries.isEmpty() ? "no asset" : Wording.count(entries.size(), "asset");
        return switch (half) {
            case OLD -> new HalfPage("Old", "Background: it existed before or beside the contract.", count, entries);
            case NEWLY_CREATED ->
                new HalfPage("Newly created", "Foreground: it was created under the contract.", count, entries);
            case UNDETERMINED ->
                new HalfPage(
                        "Undetermined",
                        "Neither old nor newly created is established, or the asset is joint, a third party's or open"
                                + " source; its origin stands with it.",
                        count,
                        entries);
        };
    }

    private static List<Entry> exceptions(CertificateFacts facts) {
        var entries = new ArrayList<Entry>();
        for (var missing : facts.notReturned()) {
            var rows = new ArrayList<Row>();
            rows.add(row("Reason", missing.reason()));
            rows.add(row("Asked by", missing.askedBy()));
            rows.add(row("Approved by", String.join(", ", missing.approvedBy())));
            rows.add(row(
                    "To be remedied by",
                    missing.remedyBy() == null ? "no date agreed" : Wording.date(missing.remedyBy())));
            rows.add(mono("Evidence digest", missing.evidenceDigest()));
            entries.add(new Entry(
                    "B" + (entries.size() + 1),
                    Visible.of(missing.asset()),
                    Visible.of(missing.title()),
                    Wording.words(missing.origin()) + " \u00b7 not returned, all rights reserved",
                    rows));
        }
        return entries;
    }

    private static List<Row> evidence(CertificateFacts facts) {
        return List.of(
                mono("Evidence root of this scope", facts.evidenceRoot()),
                mono("Ledger", facts.ledger().origin()),
                row("Ledger size", Wording.number(facts.ledger().size()) + " entries"),
                mono("Ledger root", facts.ledger().root()),
                mono("Facts attached, SHA-256", Sha256.of(facts.json()).hex()),
                mono("Template and texts", facts.template()));
    }

    private static String supersedes(CertificateFacts facts) {
        var old = facts.supersedes();
        return old == null
                ? ""
                : "This document supersedes " + Visible.of(old.number()) + ". Reason: " + Visible.of(old.reason());
    }

    private static Map<String, List<String>> paragraphs(CertificateFacts facts, Texts texts) {
        return Map.of(
                "statement", texts.statement(facts.kind(), facts.finality()).paragraphs(),
                "reservation", texts.reservationOfRights().paragraphs(),
                "notSeen",
                        texts.text(facts.kind() == Kind.DESTRUCTION ? "what-was-not-observed" : "what-was-not-seen")
                                .paragraphs(),
                "notRehearsed", texts.text("what-was-not-rehearsed").paragraphs(),
                "check", texts.text("technical-check").paragraphs(),
                "approval", texts.text("approval").paragraphs());
    }

    private static void addDate(List<Row> rows, String label, @Nullable LocalDate date) {
        if (date != null) {
            rows.add(row(label, Wording.date(date)));
        }
    }

    static Row row(String label, String value) {
        return new Row(label, Visible.of(value), false);
    }

    static Row mono(String label, String value) {
        return new Row(label, Visible.of(value), true);
    }
}
