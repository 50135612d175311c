package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The holds and stays that are in force, told from the ledger's entries alone: what the views {@code handback.asset_hold}
 * and {@code handback.stay} say, a second time.
 */
final class StandstillOnLedger {
    private final List<JsonNode> holds;
    private final List<JsonNode> stays;

    StandstillOnLedger(List<JsonNode> entries) {
        this.holds = inForce(entries, "hold");
        this.stays = inForce(entries, "stay");
    }

    private static List<JsonNode> inForce(List<JsonNode> entries, String what) {
        var begun = what.equals("hold") ? "hold_placed" : "stay_declared";
        var lifted = of(entries, what + "_lifted")
                .map(fact -> fact.path(what).textValue())
                .collect(Collectors.toSet());
        return of(entries, begun)
                .filter(fact -> !lifted.contains(fact.path(what).textValue()))
                .sorted(EvidenceOnLedger.BY_TIME.thenComparing(
                        fact -> fact.path(what).textValue()))
                .toList();
    }

    private static Stream<JsonNode> of(List<JsonNode> entries, String table) {
        return entries.stream().filter(entry -> table.equals(entry.path("table").textValue()));
    }

    List<JsonNode> stays() {
        return stays;
    }

    /** @param row the asset's row of the register, which says who has a copy, and where */
    List<JsonNode> over(JsonNode row) {
        return holds.stream().filter(hold -> holds(hold, row)).toList();
    }

    private static boolean holds(JsonNode hold, JsonNode row) {
        if (hold.hasNonNull("asset")) return hold.path("asset").equals(row.path("asset"));
        if (hold.hasNonNull("holder")) return covers(row.path("holder").asText(""), hold, "holder");
        return !hold.hasNonNull("location") || covers(row.path("locations").asText(""), hold, "location");
    }

    /** In the words of the certificate: over what the hold lies. */
    static String reach(JsonNode hold) {
        if (hold.hasNonNull("asset")) return "asset";
        return Stream.of("holder", "location")
                .filter(hold::hasNonNull)
                .map(field -> field + " " + hold.path(field).textValue())
                .findFirst()
                .orElse("exit");
    }

    // a row that does not say is covered by every hold
    private static boolean covers(String said, JsonNode hold, String field) {
        var held = plain(hold.path(field).textValue());
        return said.isBlank()
                || Stream.of(said.toLowerCase(Locale.ROOT).split("\\s*[;,|\n]\\s*", -1))
                        .map(StandstillOnLedger::plain)
                        .anyMatch(part -> !part.isEmpty() && (part.contains(held) || held.contains(part)));
    }

    private static String plain(String words) {
        return words.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
    }
}
