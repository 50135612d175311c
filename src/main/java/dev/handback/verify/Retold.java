package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.EVIDENCE_NOT_PROVED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a certificate retells of one asset beside the facts in the excerpt that were on the ledger when it was drawn up. */
final class Retold {
    static final Comparator<JsonNode> BY_TIME =
            Comparator.comparing(fact -> OffsetDateTime.parse(fact.path("at").asText()));

    private final Function<String, Stream<JsonNode>> facts;
    private final Findings findings;
    private final String path;
    private final String asset;

    /** @param facts of one of the {@link PackageLedger#keys}, as they were on the ledger when the certificate was drawn up */
    Retold(Function<String, Stream<JsonNode>> facts, Findings findings, String path, String asset) {
        this.facts = facts;
        this.findings = findings;
        this.path = path;
        this.asset = asset;
    }

    /** Names in the certificate's words with those in the fact: {@code by:actor}, or one name for both. */
    static Map<String, String> fields(String pairs) {
        var fields = new LinkedHashMap<String, String>();
        for (var pair : pairs.split(" ", -1)) {
            fields.put(pair.replaceFirst(":.*", ""), pair.replaceFirst(".*:", ""));
        }
        return fields;
    }

    static Predicate<JsonNode> is(String column, JsonNode value) {
        return fact -> fact.has(column) && fact.path(column).equals(value);
    }

    static Predicate<JsonNode> says(String column, String value) {
        return fact -> value.equals(fact.path(column).textValue());
    }

    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** The value of a field, if the words have it. */
    static Stream<JsonNode> one(JsonNode words, String name) {
        return words.has(name) ? Stream.of(words.path(name)) : Stream.empty();
    }

    String asset() {
        return asset;
    }

    Stream<JsonNode> facts(String table) {
        return facts.apply(table);
    }

    /** Those that speak of the asset. */
    Stream<JsonNode> about(String table) {
        return facts.apply(PackageLedger.about(table, asset));
    }

    Stream<JsonNode> about(String table, String column, JsonNode value) {
        return about(table).filter(is(column, value));
    }

    /** What a letter says of the asset; missing when it says nothing. */
    JsonNode row(JsonNode letter) {
        return each(letter.path("said"))
                .filter(says("asset", asset))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** @param fields of which each must be said by the words and by one and the same fact alike, or by neither */
    void same(String what, Stream<JsonNode> facts, JsonNode said, Map<String, String> fields) {
        var differing = facts.map(fact -> differing(fact, said, fields)).toList();
        if (differing.isEmpty()) {
            wrong(what, "a fact on the ledger", "none");
        } else if (differing.stream().noneMatch(Map::isEmpty)) {
            differing
                    .get(differing.size() - 1)
                    .forEach((field, expected) -> wrong(what + ", " + field, expected, shown(said.path(field))));
        }
    }

    private static Map<String, String> differing(JsonNode fact, JsonNode said, Map<String, String> fields) {
        var differing = new LinkedHashMap<String, String>();
        fields.forEach((name, column) -> {
            if (!alike(fact.path(column), said.path(name))) differing.put(name, shown(fact.path(column)));
        });
        return differing;
    }

    private static boolean alike(JsonNode one, JsonNode other) {
        return one.equals(other) || nothing(one) && nothing(other);
    }

    private static boolean nothing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isEmpty() && value.asText().isEmpty();
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    /** @param name of the field that names, in the words and in the facts, what must not be left out */
    void all(String what, String table, String column, JsonNode said, String name) {
        var named = each(said).map(each -> each.path(name)).toList();
        about(table)
                .map(fact -> fact.path(column))
                .filter(number -> !named.contains(number))
                .forEach(number -> wrong(what + number.asText(), "to be named, as the ledger does", "nothing"));
    }

    void wrong(String what, String expected, String found) {
        findings.add(
                EVIDENCE_NOT_PROVED,
                path,
                Plain.of(what) + ": expected " + Plain.of(expected) + ", found " + Plain.of(found),
                asset);
    }
}
