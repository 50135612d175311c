package dev.handback.certificates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.custody.Ledger;
import dev.handback.custody.LedgerFinding;
import dev.handback.custody.ProvedEntries;
import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is frozen or signed, told again without the tables: from the ledger's entries, each proved to stand in the tree
 * under its signed heads, and from the vault's bytes. Somebody with the database's password can write a row that every
 * guard believes; this does not.
 */
@Component
class Rederivation {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Ledger ledger;
    private final HeldBytes bytes;
    private final HeldPapers papers;

    Rederivation(Ledger ledger, HeldBytes bytes, HeldPapers papers) {
        this.ledger = ledger;
        this.bytes = bytes;
        this.papers = papers;
    }

    /** @param evidence the words that the tables give, by asset */
    List<Finding> findings(CertificateRequest request, Map<String, String> evidence) {
        var findings = new ArrayList<Finding>();
        var facts = proved(request.exitId(), findings);
        retold(facts, Kind.valueOf(request.kind()), evidence, findings);
        scope(facts, Kind.valueOf(request.kind()), request.request(), evidence.keySet(), findings);
        return findings;
    }

    /** @throws GateRefused naming asset and field when the frozen scope is not what ledger and vault say */
    void demand(Certificate certificate, Map<String, String> evidence) {
        var findings = new ArrayList<Finding>();
        var facts = proved(certificate.exitId(), findings);
        retold(facts, Kind.valueOf(certificate.kind()), evidence, findings);
        var entered = EvidenceOnLedger.last(
                facts.of("certificate").filter(EvidenceOnLedger.says("number", certificate.number())),
                EvidenceOnLedger.BY_TIME);
        scope(facts, Kind.valueOf(certificate.kind()), entered.path("request").asText(), evidence.keySet(), findings);
        root(entered, evidence, findings);
        if (!findings.isEmpty()) {
            throw new GateRefused("Certificate " + certificate.number(), findings);
        }
    }

    private Entries proved(String exit, List<Finding> findings) {
        var proved = ledger.proved(exit);
        proved.findings().forEach(contradiction -> findings.add(told(contradiction, proved)));
        return new Entries(
                proved.bodies().values().stream().map(Rederivation::parse).toList());
    }

    private void retold(Entries facts, Kind kind, Map<String, String> evidence, List<Finding> findings) {
        switch (kind) {
            case DESTRUCTION -> destroyed(facts, evidence, findings);
            case DRILL_REPORT -> returned(facts, new MeasuredOnLedger(facts), evidence, findings);
            case ASSET_RETURN, CUSTODY_RECORD -> returned(facts, null, evidence, findings);
        }
    }

    private void returned(
            Entries facts, @Nullable MeasuredOnLedger measured, Map<String, String> evidence, List<Finding> findings) {
        var told = new EvidenceOnLedger(facts);
        evidence.forEach((asset, words) -> {
            var counts = told.of(asset);
            var retold = EvidenceWords.of(counts);
            if (measured != null) {
                retold.set("measured", measured.of(asset, counts));
            }
            TwoTellings.compare(asset, retold, parse(words), findings);
            if (!counts.excepted()) {
                findings.addAll(bytes.findings(asset, counts));
            }
        });
    }

    private void destroyed(Entries facts, Map<String, String> evidence, List<Finding> findings) {
        var told = new DestructionOnLedger(facts);
        var retold = new LinkedHashMap<String, JsonNode>();
        evidence.forEach((asset, words) -> {
            var counts = told.of(asset);
            retold.put(asset, DestructionWords.of(counts, told));
            TwoTellings.compare(asset, retold.get(asset), DestructionWords.inOneOrder(parse(words)), findings);
        });
        findings.addAll(papers.findings(retold));
    }

    // an asset that a view hid would be on no page, and nobody would miss it; of what is withdrawn nothing is to be
    // destroyed
    private static void scope(Entries facts, Kind kind, String request, Set<String> named, List<Finding> findings) {
        var asked = facts.of("certificate_requested")
                .filter(EvidenceOnLedger.says("request", request))
                .flatMap(fact -> Entries.stream(fact.path("scope")))
                .map(JsonNode::asText)
                .filter(asset -> kind != Kind.DESTRUCTION || !EvidenceOnLedger.withdrawn(facts, asset))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!asked.equals(new TreeSet<>(named))) {
            findings.add(new Finding(
                    "EVIDENCE_NOT_ON_LEDGER",
                    null,
                    "scope: the ledger says " + asked + ", the tables say " + new TreeSet<>(named)));
        }
    }

    // the scope's own rows are no facts: what was entered of them is the root over their digests
    private static void root(JsonNode certificate, Map<String, String> evidence, List<Finding> findings) {
        var entered = certificate.path("evidence_root").asText("none");
        var actual = Scope.rootOf(evidence.values());
        if (!entered.equals(actual)) {
            findings.add(new Finding(
                    "EVIDENCE_NOT_ON_LEDGER",
                    null,
                    "evidence_root: the ledger says " + entered + ", the certificate's scope gives " + actual));
        }
    }

    private static Finding told(LedgerFinding contradiction, ProvedEntries proved) {
        var asset = asset(contradiction.row(), proved);
        return new Finding(
                contradiction.code().name(),
                asset,
                contradiction.table() + ", " + contradiction.row() + ", " + contradiction.column()
                        + ": the ledger says " + contradiction.expected() + ", found " + contradiction.actual());
    }

    private static @Nullable String asset(String row, ProvedEntries proved) {
        var body = proved.bodies().entrySet().stream()
                .filter(entry -> row.contains(entry.getKey().toString()))
                .map(Map.Entry::getValue)
                .findFirst();
        return body.map(text -> parse(text).path("asset").textValue()).orElse(null);
    }

    /** Words that are no JSON have no field; the comparison then names every one. */
    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
