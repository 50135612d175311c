package dev.handback.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The certificates that the ledger says are signed and name an asset of the package. */
final class Signed {
    private final SortedMap<String, Entry> certificates = new TreeMap<>();
    private final Set<String> voided = new HashSet<>();

    /** @param fact the row of the certificate when it was drawn up */
    record Entry(JsonNode fact, String sealedSha256, Set<String> scope) {}

    Signed(PackageLedger ledger) {
        var requests = byName(ledger.facts("certificate_requested"), "request");
        var drawn = byName(ledger.facts("certificate"), "number");
        for (var decided : ledger.facts("certificate_decided")) {
            var number = decided.path("number").asText();
            var fact = drawn.get(number);
            if (decided.path("decision").asText().equals("VOID")) {
                voided.add(number);
            } else if (decided.path("decision").asText().equals("SIGNED") && fact != null) {
                var request = requests.get(fact.path("request").asText());
                var scope = new HashSet<String>();
                if (request != null) request.path("scope").forEach(asset -> scope.add(asset.asText()));
                if (ledger.scope().stream().anyMatch(scope::contains)) {
                    certificates.put(
                            number,
                            new Entry(fact, decided.path("sealed_sha256").asText(), scope));
                }
            }
        }
    }

    private static Map<String, JsonNode> byName(List<JsonNode> facts, String field) {
        var named = new HashMap<String, JsonNode>();
        facts.forEach(fact -> named.put(fact.path(field).asText(), fact));
        return named;
    }

    SortedMap<String, Entry> all() {
        return certificates;
    }

    boolean isVoid(String number) {
        return voided.contains(number);
    }

    List<String> numbers(String asset) {
        var numbers = new ArrayList<String>();
        certificates.forEach((number, entry) -> {
            if (entry.scope().contains(asset)) numbers.add(number);
        });
        return numbers;
    }
}
