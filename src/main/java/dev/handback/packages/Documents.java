package dev.handback.packages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Papers that facts on the ledger name by their digest: instruments, orders, recalls, preserve notices, and what holders
 * sent. Each lies in the bag under the table and the number of its fact.
 */
final class Documents {
    private record Paper(String table, String number, String sha256, List<String> assets) {}

    private final List<Paper> papers = new ArrayList<>();
    private final Map<String, List<String>> scopes = new HashMap<>();

    void take(String table, JsonNode fact) {
        switch (table) {
            case "order_drawn_up" -> scopes.put(fact.path("number").asText(), names(fact.path("scope"), ""));
            case "destruction_recalled" -> scopes.put(fact.path("recall").asText(), names(fact.path("scope"), ""));
            case "instrument_recorded" ->
                add(table, fact, "instrument", "document_sha256", names(fact.path("assets"), "asset"));
            case "destruction_order" -> add(table, fact, "number", "sealed_sha256", scope(fact, "number"));
            case "recall_notice" -> add(table, fact, "recall", "sealed_sha256", scope(fact, "recall"));
            case "preserve_notice" -> add(table, fact, "hold", "sealed_sha256", List.of());
            case "attestation" -> add(table, fact, "attestation", "letter_sha256", names(fact.path("said"), "asset"));
            default -> {} // names no paper
        }
    }

    private void add(String table, JsonNode fact, String number, String digest, List<String> assets) {
        if (fact.hasNonNull(digest)) {
            papers.add(new Paper(
                    table, fact.path(number).asText(), fact.path(digest).asText(), assets));
        }
    }

    private List<String> scope(JsonNode fact, String number) {
        return scopes.getOrDefault(fact.path(number).asText(), List.of());
    }

    private static List<String> names(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> field.isEmpty() ? each.asText() : each.path(field).asText())
                .toList();
    }

    /** Path to digest of each paper about an asset of the scope, or about no asset alone. */
    SortedMap<String, String> of(Collection<String> scope) {
        var found = new TreeMap<String, String>();
        papers.stream()
                .filter(paper ->
                        paper.assets().isEmpty() || paper.assets().stream().anyMatch(scope::contains))
                .forEach(paper ->
                        found.put("evidence/documents/" + paper.table() + "/" + paper.number(), paper.sha256()));
        return found;
    }
}
