package dev.handback.verify;

import static dev.handback.verify.Retold.each;
import static dev.handback.verify.Retold.fields;
import static dev.handback.verify.Retold.says;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** What a record of destruction evidence retells of the holder's letters, and what legal made of them. */
final class LettersInPackage {
    private static final Map<String, String> LETTER = fields("order:number recordedBy:actor at dated reference"
            + " officerName:officer_name officerTitle:officer_title standard revision statement letterSha256:letter_sha256"
            + " letterName:letter_name byHolder");
    private static final Map<String, String> SAID = fields("result method technique tool tool_version:toolVersion"
            + " verification completed_on:completedOn performer verifier locations subprocessors retained tails media");
    private static final Map<String, String> DECISION = fields("decision decidedBy:actor decidedAt:at reason outcome");
    /** Of two at the same moment a contradiction counts. */
    private static final Comparator<JsonNode> NEWEST =
            Retold.BY_TIME.thenComparing(says("decision", "CONTRADICTED")::test);

    private final Retold retold;
    private final JsonNode letters;

    LettersInPackage(Retold retold, JsonNode letters) {
        this.retold = retold;
        this.letters = letters;
    }

    void check() {
        each(letters).forEach(this::letter);
        retold.all("attestation ", "attestation", "attestation", letters, "attestation");
    }

    private void letter(JsonNode said) {
        var name = "attestation " + said.path("attestation").asText();
        var facts = retold.about("attestation", "attestation", said.path("attestation"))
                .toList();
        retold.same(name, facts.stream().map(LettersInPackage::withSender), said, LETTER);
        if (!facts.isEmpty()) {
            retold.same(name, facts.stream().map(retold::row), said.path("said"), SAID);
            decision(name, said);
        }
    }

    private void decision(String name, JsonNode said) {
        var newest = decided(said).sorted(NEWEST).reduce((earlier, later) -> later);
        if (said.has("decision") || newest.isPresent()) {
            retold.same(name, newest.stream(), said, DECISION);
        }
        Retold.one(said, "acceptedBefore")
                .forEach(before -> retold.same(
                        name + ", accepted before",
                        decided(said).filter(says("decision", "ACCEPTED")),
                        before,
                        fields("by:actor at reason outcome")));
    }

    private Stream<JsonNode> decided(JsonNode said) {
        return retold.about("attestation_decided", "attestation", said.path("attestation"))
                .map(this::withOutcome);
    }

    private JsonNode withOutcome(JsonNode decided) {
        return shallow(decided).set("outcome", decided.path("outcomes").path(retold.asset()));
    }

    /** Whether the holder itself sent it, by a link that it was given. */
    private static JsonNode withSender(JsonNode letter) {
        return shallow(letter).put("byHolder", letter.has("link"));
    }

    /** A letter may speak of a thousand assets, and is looked at for each. */
    private static ObjectNode shallow(JsonNode fact) {
        return JsonNodeFactory.instance.objectNode().setAll((ObjectNode) fact);
    }
}
