package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateFacts.ExitKind;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts of certificates in domain words: {@code aCertificate().of("FOREGROUND", "ledger").drawnUp()}. */
final class FactsFixture {
    static final Instant AS_OF = Instant.parse("2026-11-20T14:05:09Z");

    private final List<AssetFacts> assets = new ArrayList<>();
    private final List<CertificateFacts.NotReturned> notReturned = new ArrayList<>();
    private final List<String> notSeen = new ArrayList<>();
    private final List<DestructionFacts> destruction = new ArrayList<>();
    private final List<CertificateFacts.Instrument> instruments = new ArrayList<>();
    private Kind kind = Kind.ASSET_RETURN;
    private Finality finality = Finality.INTERIM;
    private ExitKind exit = ExitKind.REAL;
    private boolean evaluationKey;
    private @Nullable DrillFacts measured;
    private String vendor = "Nordlicht Softwarehaus GmbH";

    static FactsFixture aCertificate() {
        return new FactsFixture();
    }

    static CertificateFacts ordinary() {
        return aCertificate()
                .asset("BACKGROUND_CLIENT", "pricing-core", "Pricing core library")
                .asset("FOREGROUND", "claims-portal", "Claims portal, web and API")
                .asset("UNDETERMINED", "ops-scripts", "Operations scripts")
                .exception("legacy-archive", "Archive of the 2019 rollout")
                .notSeen("The forge lists no merge requests to this access; none were looked for.")
                .drawnUp();
    }

    FactsFixture asset(String origin, String asset, String title) {
        assets.add(asset(origin, asset, title, List.of()));
        return this;
    }

    FactsFixture with(AssetFacts asset) {
        assets.add(asset);
        return this;
    }

    FactsFixture exception(String asset, String title) {
        notReturned.add(new CertificateFacts.NotReturned(
                asset,
                title,
                "JOINT",
                "The vendor could not find the tapes; a search of the off-site store is promised.",
                "Olga Operations",
                List.of("Lena Legal", "Otto Officer"),
                LocalDate.parse("2027-01-31"),
                digest("evidence of " + asset)));
        return this;
    }

    FactsFixture notSeen(String sentence) {
        notSeen.add(sentence);
        return this;
    }

    FactsFixture vendor(String name) {
        vendor = name;
        return this;
    }

    FactsFixture evaluationKey() {
        evaluationKey = true;
        return this;
    }

    FactsFixture drill() {
        exit = ExitKind.DRILL;
        return this;
    }

    FactsFixture report(DrillFacts facts) {
        kind = Kind.DRILL_REPORT;
        measured = facts;
        return drill();
    }

    FactsFixture finalOne() {
        finality = Finality.FINAL;
        return this;
    }

    FactsFixture custodyRecord() {
        kind = Kind.CUSTODY_RECORD;
        return this;
    }

    /** One asset of a record of destruction evidence. */
    FactsFixture destruction(String asset, String state, String evidence) {
        kind = Kind.DESTRUCTION;
        destruction.add(new DestructionFacts(
                asset,
                "Claims portal",
                "git-repository",
                "FOREGROUND",
                "RETURN_THEN_DESTROY",
                "Nordlicht",
                state,
                evidence,
                digest(evidence)));
        return this;
    }

    FactsFixture instrument(String parties, String asset) {
        instruments.add(new CertificateFacts.Instrument(
                "X2026-0001-I1",
                "ASSIGNMENT",
                parties,
                "Their CEO",
                LocalDate.parse("2026-11-02"),
                "England",
                digest("deed"),
                List.of(asset)));
        return this;
    }

    CertificateFacts drawnUp() {
        return new CertificateFacts(
                "X2026-0001-2",
                kind,
                finality,
                2,
                evaluationKey,
                new CertificateFacts.Exit("X2026-0001", exit, "Exit from claims development", true),
                List.of(
                        new CertificateFacts.Party("Client", "Alpenrose Versicherung AG", "529900T8BM49AURSDO55", null),
                        new CertificateFacts.Party(
                                "Vendor",
                                vendor,
                                "5493001KJTIIGC8Y1R12",
                                "as administrator, without personal liability")),
                new CertificateFacts.Contract(
                        "MSA 2021/17, statements of work 1 to 9",
                        "Law of Switzerland",
                        LocalDate.parse("2021-01-01"),
                        LocalDate.parse("2026-06-30"),
                        LocalDate.parse("2026-12-31"),
                        LocalDate.parse("2027-03-31"),
                        null,
                        List.of(new CertificateFacts.DatesMoved(
                                AS_OF, "olga", LocalDate.parse("2026-12-31"), "Amendment 3 of 1 June 2026"))),
                "EXPIRY",
                List.of(new CertificateFacts.Stayed("S-1", AS_OF, "Local court", "Order 7 IN 12/26")),
                AS_OF,
                assets,
                notReturned,
                notSeen,
                digest("root"),
                new CertificateFacts.LedgerHead(
                        "handback.example/alpenrose",
                        412,
                        digest("ledger root"),
                        "handback.example/alpenrose\n412\nqk1ZlGk0Yq1oVwY8F9mY7zYf2yRkXv0m3uBq1hM2c3E=\n\n"
                                + "\u2014 handback.example/alpenrose 3q2+7wAAAABpZGVhbCBub3QgYSByZWFsIHNpZ25hdHVyZSBidXQgYXMgbG9uZyBhcyBvbmUuIE9ubHkgZm9yIHRlc3RzLi4uLg==\n"),
                null,
                "system:node-1",
                new CertificatePdf(new Texts()).templateDigest(),
                destruction.isEmpty() ? null : destruction,
                measured,
                instruments.isEmpty() ? null : instruments);
    }

    static AssetFacts asset(String origin, String asset, String title, List<AssetFacts.Finding> findings) {
        var evidence = "{\"asset\": \"" + asset + "\"}";
        return new AssetFacts(
                asset,
                title,
                "git-repository",
                origin,
                "COPYRIGHT+TRADE_SECRET",
                "RETURN_THEN_DESTROY",
                "CHECKED",
                "VERIFIED",
                new AssetFacts.Identity(
                        digest(asset), "swh:1:snp:" + digest(asset).substring(0, 40), digest("content of " + asset)),
                new AssetFacts.Counts(48, 31_204, 18_734_112, 12L, 73_482_190L),
                null,
                new AssetFacts.Split(
                        AssetFacts.Basis.PROOF, "commit:9f1c2e7d8a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d", 1_204L, 388L),
                new AssetFacts.Retrieved(
                        Instant.parse("2026-11-18T09:12:44Z"), "system:node-1", "nordlicht-git", "alpenrose-reader", 1),
                null,
                new AssetFacts.Checked(Instant.parse("2026-11-19T16:40:02Z"), "Erik Engineer"),
                null,
                null,
                new AssetFacts.LaterPass(2, "UNREACHABLE", Instant.parse("2026-11-20T08:00:00Z")),
                List.of(new AssetFacts.Held("H-1", "asset", AS_OF)),
                findings,
                new AssetFacts.Expected("refs=48;objects=31204", "vendor", false),
                Instant.parse("2026-11-20T14:04:58Z"),
                Instant.parse("2026-11-18T09:13:31Z"),
                digest(evidence),
                evidence);
    }

    static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
