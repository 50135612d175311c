package dev.handback.verify;

import static dev.handback.verify.Retold.each;
import static dev.handback.verify.Retold.fields;
import static dev.handback.verify.Retold.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a record of destruction evidence retells of our own looks at the holder's system. */
final class LooksInPackage {
    private final Retold retold;
    private final JsonNode words;

    LooksInPackage(Retold retold, JsonNode words) {
        this.retold = retold;
        this.words = words;
    }

    void check() {
        each(words.path("probes")).forEach(this::look);
        retold.all("look ", "probe_begun", "ordinal", words.path("probes"), "probe");
        one(words, "notObservable")
                .forEach(said -> retold.same(
                        "not observable", retold.about("not_observable"), said, fields("reason by:actor at")));
    }

    /** One that was interrupted saw nothing. */
    private void look(JsonNode said) {
        var number = said.path("probe");
        var begun = retold.about("probe_begun", "ordinal", number).toList();
        var ended = retold.about("probe", "ordinal", number).toList();
        retold.same("look " + number.asText(), begun.stream(), said, fields("purpose begunAt:at locator"));
        if (!begun.isEmpty() && (said.has("result") || !ended.isEmpty())) {
            retold.same(
                    "look " + number.asText(),
                    ended.stream().map(LooksInPackage::withDetail),
                    said,
                    fields("at result seenAs:seen_as answerSha256:answer_sha256 code says notProbeable"));
        }
    }

    private static JsonNode withDetail(JsonNode look) {
        var all = (ObjectNode) look.deepCopy();
        for (var name : List.of("code", "says", "notProbeable")) {
            if (look.path("detail").has(name)) all.set(name, look.path("detail").path(name));
        }
        return all;
    }
}
