package dev.handback.certificates;

import static dev.handback.certificates.EvidenceOnLedger.says;
import static dev.handback.certificates.EvidenceWords.part;
import static dev.handback.certificates.EvidenceWords.put;
import static dev.handback.certificates.EvidenceWords.putAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.handback.certificates.DestructionOnLedger.Counts;
import dev.handback.certificates.DestructionOnLedger.Look;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says what counts for an asset in the words of a record of destruction evidence, field by field. */
final class DestructionWords {
    private static final Map<String, String> OF_THE_CLEARANCE =
            Map.of("clearance", "clearance", "basis", "basis", "reason", "reason", "by", "actor", "at", "at");
    private static final Map<String, String> OF_THE_ORDER =
            Map.of("number", "number", "by", "actor", "at", "at", "sealedSha256", "sealed_sha256");
    private static final Map<String, String> OF_THE_SERVICE = Map.of(
            "at", "served_at",
            "on", "served_on",
            "place", "place",
            "by", "served_by",
            "channel", "channel",
            "proofSha256", "proof_sha256");
    private static final Map<String, String> OF_THE_LETTER = Map.ofEntries(
            Map.entry("attestation", "attestation"),
            Map.entry("order", "number"),
            Map.entry("recordedBy", "actor"),
            Map.entry("at", "at"),
            Map.entry("dated", "dated"),
            Map.entry("reference", "reference"),
            Map.entry("officerName", "officer_name"),
            Map.entry("officerTitle", "officer_title"),
            Map.entry("standard", "standard"),
            Map.entry("revision", "revision"),
            Map.entry("letterSha256", "letter_sha256"),
            Map.entry("letterName", "letter_name"));
    private static final Map<String, String> OF_THE_DECISION =
            Map.of("decision", "decision", "decidedBy", "actor", "decidedAt", "at", "reason", "reason");
    private static final Map<String, String> OF_THE_LOOK_BEGUN =
            Map.of("probe", "ordinal", "purpose", "purpose", "begunAt", "at", "locator", "locator");
    private static final Map<String, String> OF_THE_LOOK =
            Map.of("at", "at", "result", "result", "seenAs", "seen_as", "answerSha256", "answer_sha256");

    private final ObjectNode words = JsonNodeFactory.instance.objectNode();
    private final Counts counts;

    private DestructionWords(Counts counts) {
        this.counts = counts;
    }

    /** Nothing of an asset that was withdrawn. */
    static JsonNode of(Counts counts, DestructionOnLedger told) {
        var said = new DestructionWords(counts);
        var row = counts.held().row();
        if (row.isObject() && !row.path("action").asText().equals("WITHDRAWN")) {
            EvidenceWords.register(said.words, row);
            said.words.put("state", new DestructionState(counts).word());
            said.instruction();
            said.statements(told);
            said.observations();
            said.open();
        }
        return inOneOrder(said.words);
    }

    /** Sorts what the database lists in the order of its own language, of which the ledger knows nothing. */
    static JsonNode inOneOrder(JsonNode words) {
        sort(words, "returned");
        sort(words, "notes");
        words.path("recalls").forEach(recall -> sort(recall, "because"));
        return words;
    }

    private static void sort(JsonNode words, String field) {
        if (words instanceof ObjectNode object && object.path(field) instanceof ArrayNode list) {
            var sorted = Entries.stream(list)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .toList();
            object.putArray(field).addAll(sorted);
        }
    }

    private void instruction() {
        each("returned", counts.returned(), TextNode::valueOf);
        each("counselBasis", counts.bases(), basis -> said(Map.of("basis", "basis", "by", "actor", "at", "at"), basis));
        part(words, "clearance", OF_THE_CLEARANCE, counts.clearance());
        if (words.path("clearance") instanceof ObjectNode clearance) {
            unlessEmpty(clearance, "exclusions", counts.clearance().path("exclusions"));
        }
        part(words, "order", OF_THE_ORDER, counts.order());
        part(words, "served", OF_THE_SERVICE, counts.served());
        each("recalls", counts.recalls(), DestructionWords::recall);
    }

    private static ObjectNode recall(JsonNode recall) {
        var said = said(Map.of("recall", "recall", "order", "number", "at", "at"), recall);
        var because = Entries.stream(recall.path("findings"))
                .map(finding -> finding.path("code"))
                .distinct()
                .toList();
        return because.isEmpty() ? said : said.set("because", said.arrayNode().addAll(because));
    }

    private void statements(DestructionOnLedger told) {
        each("attestations", counts.letters(), this::statement);
        var newest = counts.newest();
        if (newest != null) {
            each(
                    "notes",
                    Entries.stream(AttestationNotes.of(newest, counts, told)).toList(),
                    note -> note);
        }
        Stream.of(newest, counts.accepted())
                .flatMap(letter -> Optional.ofNullable(letter).stream())
                .filter(letter -> letter.said().has("tail_until"))
                .findFirst()
                .ifPresent(letter -> words.set("tailUntil", letter.said().path("tail_until")));
    }

    private ObjectNode statement(Letter letter) {
        var said = said(OF_THE_LETTER, letter.letter());
        said.put("byHolder", letter.letter().has("link"));
        unlessEmpty(said, "statement", letter.letter().path("statement"));
        said.set("said", letter.said());
        putAll(said, OF_THE_DECISION, letter.decision());
        put(said, "outcome", outcome(letter.decision()));
        var before = letter.acceptance();
        if (before.isObject() && says("decision", "CONTRADICTED").test(letter.decision())) {
            part(said, "acceptedBefore", Map.of("by", "actor", "at", "at", "reason", "reason"), before);
            put((ObjectNode) said.path("acceptedBefore"), "outcome", outcome(before));
        }
        return said;
    }

    private JsonNode outcome(JsonNode decision) {
        return decision.path("outcomes").path(counts.asset());
    }

    private void observations() {
        each("probes", counts.looks(), DestructionWords::look);
        part(words, "notObservable", Map.of("reason", "reason", "by", "actor", "at", "at"), counts.notObservable());
    }

    private static ObjectNode look(Look look) {
        var said = said(OF_THE_LOOK_BEGUN, look.begun());
        putAll(said, OF_THE_LOOK, look.ended());
        putAll(
                said,
                Map.of("code", "code", "says", "says", "notProbeable", "notProbeable"),
                look.ended().path("detail"));
        return said;
    }

    private void open() {
        each("exceptions", counts.exceptions(), DestructionWords::exception);
        part(
                words,
                "dispute",
                Map.of("party", "party", "reason", "reason", "at", "at"),
                counts.held().dispute());
        EvidenceWords.standstill(words, counts.held());
    }

    private static ObjectNode exception(Borne borne) {
        var said = said(
                Map.of("purpose", "purpose", "reason", "reason", "askedBy", "actor", "remedy", "remedy"),
                borne.asked());
        return said.put("approvedBy", borne.approvedBy());
    }

    private <T> void each(String name, List<T> facts, Function<T, JsonNode> said) {
        if (!facts.isEmpty()) {
            words.set(name, words.arrayNode().addAll(facts.stream().map(said).toList()));
        }
    }

    private static ObjectNode said(Map<String, String> fields, JsonNode fact) {
        var said = JsonNodeFactory.instance.objectNode();
        putAll(said, fields, fact);
        return said;
    }

    private static void unlessEmpty(ObjectNode said, String name, JsonNode text) {
        if (!text.asText().isEmpty()) said.set(name, text);
    }
}
