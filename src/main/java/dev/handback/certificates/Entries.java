package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The facts of one exit as the ledger entered them, by table and by the assets that they speak of. */
final class Entries {
    private final List<JsonNode> all;
    private final Map<String, List<JsonNode>> facts = new HashMap<>();

    /** @param entries in the order of the ledger */
    Entries(Collection<JsonNode> entries) {
        all = List.copyOf(entries);
        for (var entry : all) {
            var table = entry.path("table").asText();
            put(table, entry);
            assets(entry).forEach(asset -> put(table + "/" + asset, entry));
        }
    }

    // one asset, a scope of assets, or those of which a letter speaks
    private static Stream<String> assets(JsonNode entry) {
        if (entry.hasNonNull("asset")) return Stream.of(entry.path("asset").asText());
        var named = entry.has("said")
                ? stream(entry.path("said")).map(said -> said.path("asset"))
                : stream(entry.path("scope"));
        return named.map(JsonNode::asText);
    }

    private void put(String key, JsonNode entry) {
        facts.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
    }

    List<JsonNode> all() {
        return all;
    }

    Stream<JsonNode> of(String table) {
        return facts.getOrDefault(table, List.of()).stream();
    }

    Stream<JsonNode> of(String table, String asset) {
        return of(table + "/" + asset);
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
    }
}
