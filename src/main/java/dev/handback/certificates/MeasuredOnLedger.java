package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.certificates.EvidenceOnLedger.Counts;
import java.util.stream.Stream;

/** When the steps of a drill were taken, told from the ledger's entries alone: what {@code handback.drill_evidence} adds. */
final class MeasuredOnLedger {
    private final Entries facts;

    MeasuredOnLedger(Entries facts) {
        this.facts = facts;
    }

    ObjectNode of(String asset, Counts counts) {
        var measured = JsonNodeFactory.instance.objectNode();
        put(measured, "agreedAt", agreed(asset));
        put(measured, "authorisedAt", authorised(counts.row().path("connection")));
        put(measured, "retrievedAt", retrieved(asset, counts.ended()));
        return measured;
    }

    private Stream<JsonNode> agreed(String asset) {
        var registered = facts.of("register_row", asset).min(EvidenceOnLedger.BY_TIME);
        return registered.stream().flatMap(row -> facts.of("register_agreed")
                .filter(fact -> !EvidenceOnLedger.at(fact).isBefore(EvidenceOnLedger.at(row))));
    }

    private Stream<JsonNode> authorised(JsonNode connection) {
        var proposals = facts.of("authority_proposed")
                .filter(fact -> fact.path("connection").equals(connection))
                .map(fact -> fact.path("fact"))
                .toList();
        return facts.of("authority_decided")
                .filter(EvidenceOnLedger.says("decision", "CONFIRMED"))
                .filter(fact -> proposals.contains(fact.path("proposal")));
    }

    // the first time that this content came
    private Stream<JsonNode> retrieved(String asset, JsonNode ended) {
        var same = facts.of("attempt_ended", asset)
                .filter(EvidenceOnLedger.same("content_digest", ended))
                .toList();
        return same.isEmpty() && !ended.isMissingNode() ? Stream.of(ended) : same.stream();
    }

    private static void put(ObjectNode measured, String name, Stream<JsonNode> facts) {
        facts.min(EvidenceOnLedger.BY_TIME).ifPresent(fact -> measured.set(name, fact.path("at")));
    }
}
