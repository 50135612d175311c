package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.EVIDENCE_NOT_PROVED;
import static dev.handback.verify.PackageFinding.Code.FILE_ADDED;
import static dev.handback.verify.PackageFinding.Code.FILE_CHANGED;
import static dev.handback.verify.PackageFinding.Code.FILE_MISSING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.certificates.CertificateFacts;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The papers in a package against the facts on the ledger that name them by digest: none more, none less, none other. */
final class Papers {
    private static final String FOLDER = "evidence/documents/";

    private final PackageReading reading;
    private final Findings findings;
    private final PackageLedger ledger;

    /** @param asset one that it is about, to be blamed; null when about none alone */
    private record Paper(
            String sha256,
            @org.jspecify.annotations.Nullable String asset) {}

    private final SortedMap<String, Paper> expected = new TreeMap<>();

    Papers(PackageReading reading, Findings findings, PackageLedger ledger) {
        this.reading = reading;
        this.findings = findings;
        this.ledger = ledger;
    }

    void check(PackageFiles files) throws IOException {
        expect();
        for (var paper : expected.entrySet()) {
            var wanted = paper.getValue();
            if (!reading.has(paper.getKey())) {
                findings.add(FILE_MISSING, paper.getKey(), "a fact on the ledger names it", wanted.asset());
            } else if (!reading.digest(paper.getKey()).hex().equals(wanted.sha256())) {
                findings.add(
                        FILE_CHANGED,
                        paper.getKey(),
                        "the ledger names the file of SHA-256 " + Plain.of(wanted.sha256()),
                        wanted.asset());
            }
        }
        files.sizes().keySet().stream()
                .filter(name -> name.startsWith(FOLDER) && !expected.containsKey(name))
                .forEach(name -> findings.add(FILE_ADDED, name, "no fact on the ledger names it"));
    }

    /** Whether the ledger knows every instrument that a certificate names, with its document. */
    static void instruments(PackageLedger ledger, Findings findings, String path, CertificateFacts facts) {
        for (var named : Objects.requireNonNullElse(facts.instruments(), List.<CertificateFacts.Instrument>of())) {
            if (ledger.facts("instrument_recorded").stream()
                    .noneMatch(fact -> fact.path("instrument").asText().equals(named.instrument())
                            && fact.path("document_sha256").asText().equals(named.documentSha256()))) {
                findings.add(
                        EVIDENCE_NOT_PROVED,
                        path,
                        "the ledger knows no instrument " + Plain.of(named.instrument()) + " of that document");
            }
        }
    }

    private void expect() {
        var orders = scopes("order_drawn_up", "number");
        var recalls = scopes("destruction_recalled", "recall");
        ledger.facts("instrument_recorded")
                .forEach(fact -> expect(fact, "instrument", "document_sha256", assets(fact, "assets")));
        ledger.facts("destruction_order")
                .forEach(fact -> expect(
                        fact,
                        "number",
                        "sealed_sha256",
                        orders.getOrDefault(fact.path("number").asText(), List.of())));
        ledger.facts("recall_notice")
                .forEach(fact -> expect(
                        fact,
                        "recall",
                        "sealed_sha256",
                        recalls.getOrDefault(fact.path("recall").asText(), List.of())));
        ledger.facts("preserve_notice").forEach(fact -> expect(fact, "hold", "sealed_sha256", List.of()));
        ledger.facts("attestation").forEach(fact -> expect(fact, "attestation", "letter_sha256", assets(fact, "said")));
    }

    private void expect(JsonNode fact, String number, String digest, List<String> assets) {
        var ours = new TreeSet<>(assets);
        ours.retainAll(ledger.scope());
        if (fact.hasNonNull(digest) && (assets.isEmpty() || !ours.isEmpty())) {
            expected.put(
                    FOLDER + fact.path("table").asText() + "/"
                            + fact.path(number).asText(),
                    new Paper(fact.path(digest).asText(), ours.isEmpty() ? null : ours.first()));
        }
    }

    private Map<String, List<String>> scopes(String table, String number) {
        var scopes = new HashMap<String, List<String>>();
        ledger.facts(table).forEach(fact -> {
            var names = new java.util.ArrayList<String>();
            fact.path("scope").forEach(name -> names.add(name.asText()));
            scopes.put(fact.path(number).asText(), names);
        });
        return scopes;
    }

    private static List<String> assets(JsonNode fact, String list) {
        var names = new java.util.ArrayList<String>();
        fact.path(list).forEach(each -> names.add(each.path("asset").asText()));
        return names;
    }
}
