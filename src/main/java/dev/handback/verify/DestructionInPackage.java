package dev.handback.verify;

import static dev.handback.verify.Retold.each;
import static dev.handback.verify.Retold.fields;
import static dev.handback.verify.Retold.is;
import static dev.handback.verify.Retold.one;
import static dev.handback.verify.Retold.says;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A record of destruction evidence against the excerpt, asset by asset: whatever it names of people, the holder and our looks is
 * a fact there in the same words, and no letter and no look that was there when it was drawn up is left out. What it concludes
 * from them (notes, days of what is left, why an order was recalled) is not drawn again.
 */
final class DestructionInPackage {
    private static final Set<String> ACCEPTED = Set.of("EVIDENCE_ACCEPTED", "TAIL", "ERASED_WITHOUT_INSTRUCTION");

    private final Retold retold;
    private final JsonNode words;

    DestructionInPackage(Retold retold, JsonNode words) {
        this.retold = retold;
        this.words = words;
    }

    void check() {
        register();
        new InstructionInPackage(retold, words).check();
        new LettersInPackage(retold, words.path("attestations")).check();
        new LooksInPackage(retold, words).check();
        open();
        state();
    }

    private void register() {
        var row = words.path("register");
        var names = row.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getKey));
        retold.same("row of the register", retold.about("register_row", "version", row.path("version")), row, names);
    }

    private void open() {
        each(words.path("exceptions"))
                .forEach(said -> retold.same(
                        "exception " + said.path("purpose").asText(),
                        retold.about("exception_asked").map(this::approved),
                        said,
                        fields("purpose reason askedBy:actor remedy approvedBy")));
        one(words, "dispute")
                .forEach(said ->
                        retold.same("dispute", retold.about("dispute_raised"), said, fields("party reason at")));
        each(words.path("holds")).forEach(said -> begun("hold", "hold_placed", said, fields("at")));
        each(words.path("stays")).forEach(said -> begun("stay", "stay_declared", said, fields("since at")));
    }

    private void begun(String what, String table, JsonNode said, Map<String, String> fields) {
        var name = said.path(what);
        retold.same(what + " " + name.asText(), retold.facts(table).filter(is(what, name)), said, fields);
    }

    private JsonNode approved(JsonNode asked) {
        var approvals = retold.about("exception_decided", "asked", asked.path("fact"))
                .filter(says("decision", "APPROVED"))
                .sorted(Retold.BY_TIME)
                .map(decided -> decided.path("actor").asText())
                .collect(Collectors.joining(", "));
        return ((ObjectNode) asked.deepCopy()).put("approvedBy", approvals);
    }

    private void state() {
        var state = words.path("state");
        if (!state.isTextual()) {
            retold.wrong("state", "a word", "nothing");
        }
        if (ACCEPTED.contains(state.asText())
                && retold.about("attestation_decided")
                        .filter(says("decision", "ACCEPTED"))
                        .noneMatch(decided ->
                                decided.path("outcomes").path(retold.asset()).equals(state))) {
            retold.wrong("state " + state.asText(), "a letter that legal accepted as that", "none");
        }
    }
}
