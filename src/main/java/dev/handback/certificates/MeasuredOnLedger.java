package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.certificates.EvidenceOnLedger.Counts;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** When the steps of a drill were taken, told from the ledger's entries alone: what {@code handback.drill_evidence} adds. */
final class MeasuredOnLedger {
    private final List<JsonNode> entries;

    /** @param entries of one exit */
    MeasuredOnLedger(List<JsonNode> entries) {
        this.entries = entries;
    }

    ObjectNode of(String asset, Counts counts) {
        var measured = JsonNodeFactory.instance.objectNode();
        put(measured, "agreedAt", agreed(asset));
        put(measured, "authorisedAt", authorised(counts.row().path("connection")));
        put(measured, "retrievedAt", retrieved(asset, counts.ended()));
        return measured;
    }

    private Stream<JsonNode> agreed(String asset) {
        var registered = of("register_row", about(asset)).min(EvidenceOnLedger.BY_TIME);
        return registered.stream().flatMap(row -> of("register_agreed", fact -> !at(fact).isBefore(at(row))));
    }

    private Stream<JsonNode> authorised(JsonNode connection) {
        var proposals = of("authority_proposed", fact -> fact.path("connection").equals(connection))
                .map(fact -> fact.path("fact"))
                .toList();
        return of(
                "authority_decided",
                EvidenceOnLedger.says("decision", "CONFIRMED").and(fact -> proposals.contains(fact.path("proposal"))));
    }

    // the first time that this content came
    private Stream<JsonNode> retrieved(String asset, JsonNode ended) {
        var same = of("attempt_ended", about(asset).and(EvidenceOnLedger.same("content_digest", ended)))
                .toList();
        return same.isEmpty() && !ended.isMissingNode() ? Stream.of(ended) : same.stream();
    }

    private Stream<JsonNode> of(String table, Predicate<JsonNode> which) {
        return entries.stream()
                .filter(fact -> table.equals(fact.path("table").textValue()))
                .filter(which);
    }

    private static Predicate<JsonNode> about(String asset) {
        return EvidenceOnLedger.says("asset", asset);
    }

    private static void put(ObjectNode measured, String name, Stream<JsonNode> facts) {
        facts.min(EvidenceOnLedger.BY_TIME).ifPresent(fact -> measured.set(name, fact.path("at")));
    }

    private static OffsetDateTime at(JsonNode fact) {
        return OffsetDateTime.parse(fact.path("at").textValue());
    }
}
