package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A letter's row about one asset, in the words of a record of destruction evidence; table {@code attestation_row}, a second time. */
final class Attested {
    private static final Map<String, String> WORDS = Map.of(
            "result", "result",
            "method", "method",
            "technique", "technique",
            "tool", "tool",
            "toolVersion", "tool_version",
            "verification", "verification",
            "completedOn", "completed_on");

    private Attested() {}

    /** @param row as the letter was entered */
    static ObjectNode of(JsonNode row) {
        var said = JsonNodeFactory.instance.objectNode();
        WORDS.forEach((name, column) -> {
            if (row.hasNonNull(name)) said.put(column, text(row, name));
        });
        for (var person : new String[] {"performer", "verifier"}) {
            said.set(person, row.has(person) ? row.path(person) : said.objectNode());
        }
        for (var list : new String[] {"locations", "subprocessors", "retained", "tails"}) {
            said.set(list, row.has(list) ? row.path(list) : said.arrayNode());
        }
        if (!row.path("media").isEmpty()) said.set("media", row.path("media"));
        tailUntil(row).ifPresent(day -> said.put("tail_until", day));
        return said;
    }

    // the last day that is named of a copy which is left, or of somebody who is not done: days in ISO order as their
    // words do
    private static Optional<String> tailUntil(JsonNode row) {
        var tails = Entries.stream(row.path("tails")).map(tail -> text(tail, "until"));
        var others = Entries.stream(row.path("subprocessors"))
                .filter(other ->
                        other.hasNonNull("state") && !text(other, "state").equals("DONE"))
                .map(other -> text(other, "on"));
        return Stream.concat(tails, others).filter(day -> !day.isEmpty()).max(String::compareTo);
    }

    /** Empty when it is not said. */
    static String text(JsonNode node, String field) {
        return node.path(field).isContainerNode()
                ? node.path(field).toString()
                : node.path(field).asText();
    }
}
