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
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

    Rederivation(Ledger ledger, HeldBytes bytes) {
        this.ledger = ledger;
        this.bytes = bytes;
    }

    /** @param evidence the words that the tables give, by asset */
    List<Finding> findings(String exit, Kind kind, Map<String, String> evidence) {
        return findings(exit, kind, evidence, null);
    }

    /** @throws GateRefused naming asset and field when the frozen scope is not what ledger and vault say */
    void demand(Certificate certificate, Map<String, String> evidence) {
        var findings = findings(certificate.exitId(), Kind.valueOf(certificate.kind()), evidence, certificate.number());
        if (!findings.isEmpty()) {
            throw new GateRefused("Certificate " + certificate.number(), findings);
        }
    }

    private List<Finding> findings(String exit, Kind kind, Map<String, String> evidence, @Nullable String number) {
        var proved = ledger.proved(exit);
        var entries = proved.bodies().values().stream().map(Rederivation::parse).toList();
        var findings = new ArrayList<Finding>();
        proved.findings().forEach(contradiction -> findings.add(told(contradiction, proved)));
        var told = new EvidenceOnLedger(entries);
        // of a record of destruction each fact is compared with its entry; its words are not told again
        if (kind != Kind.DESTRUCTION) {
            var measured = kind == Kind.DRILL_REPORT ? new MeasuredOnLedger(entries) : null;
            retold(told, measured, evidence, findings);
        }
        if (number != null) {
            root(told.certificate(number), evidence, findings);
        }
        return findings;
    }

    private void retold(
            EvidenceOnLedger told,
            @Nullable MeasuredOnLedger measured,
            Map<String, String> evidence,
            List<Finding> findings) {
        evidence.forEach((asset, words) -> {
            var counts = told.of(asset);
            var retold = EvidenceWords.of(counts);
            if (measured != null) {
                retold.set("measured", measured.of(asset, counts));
            }
            compare("", asset, retold, parse(words), findings);
            if (!counts.excepted()) {
                findings.addAll(bytes.findings(asset, counts));
            }
        });
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

    private static void compare(String under, String asset, JsonNode ledger, JsonNode tables, List<Finding> findings) {
        var fields = new TreeSet<String>();
        ledger.fieldNames().forEachRemaining(fields::add);
        tables.fieldNames().forEachRemaining(fields::add);
        for (var field : fields) {
            var entered = ledger.path(field);
            var found = tables.path(field);
            if (entered.isObject() && found.isObject()) {
                compare(under + field + ".", asset, entered, found, findings);
            } else if (!entered.equals(found)) {
                findings.add(new Finding(
                        "EVIDENCE_NOT_ON_LEDGER",
                        asset,
                        under + field + ": the ledger says " + shown(entered) + ", the tables say " + shown(found)));
            }
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

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
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
