package dev.handback.verify;

import static dev.handback.verify.Retold.each;
import static dev.handback.verify.Retold.fields;
import static dev.handback.verify.Retold.is;
import static dev.handback.verify.Retold.one;
import static dev.handback.verify.Retold.says;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** What a record of destruction evidence retells of how it came to the holder that an asset was to be destroyed. */
final class InstructionInPackage {
    private final Retold retold;
    private final JsonNode words;

    InstructionInPackage(Retold retold, JsonNode words) {
        this.retold = retold;
        this.words = words;
    }

    void check() {
        each(words.path("returned")).forEach(number -> signed(number.asText()));
        each(words.path("counselBasis"))
                .forEach(said -> retold.same(
                        "counsel's basis", retold.about("counsel_basis"), said, fields("basis by:actor at")));
        one(words, "clearance").forEach(this::cleared);
        order(words.path("order").path("number"));
        each(words.path("recalls")).forEach(this::recalled);
    }

    private void signed(String number) {
        var decided = retold.facts("certificate_decided")
                .filter(says("number", number))
                .toList();
        if (retold.facts("certificate").noneMatch(says("number", number).and(says("kind", "ASSET_RETURN")))
                || decided.stream().noneMatch(says("decision", "SIGNED"))
                || decided.stream().anyMatch(says("decision", "VOID"))) {
            retold.wrong("return certificate " + number, "signed and not void on the ledger", "neither");
        }
    }

    private void cleared(JsonNode said) {
        var name = said.path("clearance");
        retold.same(
                "clearance " + name.asText(),
                retold.about("clearance", "clearance", name),
                said,
                fields("basis reason exclusions by:actor at"));
    }

    private void order(JsonNode number) {
        one(words, "order")
                .forEach(said -> retold.same(
                        "order " + number.asText(),
                        given(number),
                        said,
                        fields("by:actor at sealedSha256:sealed_sha256")));
        one(words, "served")
                .forEach(said -> retold.same(
                        "service of order " + number.asText(),
                        retold.facts("order_served").filter(is("number", number)),
                        said,
                        fields("at:served_at on:served_on place by:served_by channel proofSha256:proof_sha256")));
    }

    /** The order, if the letter that was drawn up for it names the asset. */
    private Stream<JsonNode> given(JsonNode number) {
        return retold.about("order_drawn_up", "number", number).findAny().isPresent()
                ? retold.facts("destruction_order").filter(is("number", number))
                : Stream.empty();
    }

    private void recalled(JsonNode said) {
        var name = said.path("recall");
        retold.same(
                "recall " + name.asText(),
                retold.about("destruction_recalled", "recall", name),
                said,
                fields("order:number at"));
    }
}
