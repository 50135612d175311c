package dev.handback.assets;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which attempts are sealed or erased, told from the ledger's entries alone: the view {@code handback.sealed_attempt}, a
 * second time. Told from the entries before a checkpoint it says what was so then.
 */
public final class SealedOnLedger {
    private final List<JsonNode> quarantined = new ArrayList<>();
    private final Set<String> released = new HashSet<>();
    private final Map<String, OffsetDateTime> begun = new HashMap<>();
    private final Set<String> erased = new HashSet<>();
    private final Map<String, JsonNode> ended = new HashMap<>();

    /** What seals an attempt, and whether its bytes are gone. */
    public record Seal(String quarantine, boolean erased) {}

    public SealedOnLedger() {}

    public SealedOnLedger(Collection<JsonNode> entries) {
        entries.forEach(entry -> take(entry.path("table").asText(), entry));
    }

    /** Takes one entry in, in the order of the ledger; those of other tables say nothing of it. */
    public void take(String table, JsonNode fact) {
        var quarantine = fact.path("quarantine").asText();
        switch (table) {
            case "quarantined" -> quarantined.add(fact);
            case "quarantine_released" -> released.add(quarantine);
            case "erasure_begun" -> begun.put(quarantine, at(fact));
            case "erased" -> erased.add(quarantine);
            case "attempt_ended" -> ended.put(key(fact), fact);
            default -> {} // of no quarantine
        }
    }

    /** @param attempt the fact of how it ended */
    public Optional<Seal> of(JsonNode attempt) {
        return quarantined.stream()
                .filter(placed -> seals(placed, attempt))
                .map(placed -> placed.path("quarantine").asText())
                .map(quarantine -> new Seal(quarantine, erased.contains(quarantine)))
                .findFirst();
    }

    private boolean seals(JsonNode placed, JsonNode attempt) {
        var quarantine = placed.path("quarantine").asText();
        var began = begun.get(quarantine);
        return placed.path("asset").equals(attempt.path("asset"))
                && !released.contains(quarantine)
                && (began == null || at(attempt).isBefore(began))
                && (placed.path("number").equals(attempt.path("number")) || sameContent(placed, attempt));
    }

    private boolean sameContent(JsonNode placed, JsonNode attempt) {
        var named = ended.get(key(placed));
        var digest = attempt.path("content_digest").textValue();
        return digest != null
                && named != null
                && Objects.equals(named.path("content_digest").textValue(), digest);
    }

    private static String key(JsonNode fact) {
        return fact.path("asset").asText() + "/" + fact.path("number").asText();
    }

    private static OffsetDateTime at(JsonNode fact) {
        return OffsetDateTime.parse(fact.path("at").asText());
    }
}
