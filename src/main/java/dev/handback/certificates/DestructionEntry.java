package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.mono;
import static dev.handback.certificates.CertificatePage.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.certificates.CertificatePage.Entry;
import dev.handback.certificates.CertificatePage.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One asset of Schedule C on paper, drawn from the very words that its evidence digest covers. What the holder states is
 * said to be the holder's; what nobody ordered, stated or looked at is said, never left out.
 */
final class DestructionEntry {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Row> rows = new ArrayList<>();
    private final JsonNode evidence;

    private DestructionEntry(JsonNode evidence) {
        this.evidence = evidence;
    }

    static Entry of(int ordinal, DestructionFacts asset) {
        var entry = new DestructionEntry(read(asset.evidence()));
        entry.instruction(asset);
        entry.statements();
        entry.observations();
        entry.open();
        entry.rows.add(mono("Evidence digest", asset.evidenceDigest()));
        var summary = Stream.of(
                        asset.kind(),
                        Wording.words(asset.origin()),
                        Wording.words(asset.disposition()),
                        state(asset.state()))
                .map(Visible::of)
                .collect(Collectors.joining(" \u00b7 "));
        return new Entry(
                "C" + ordinal, Visible.of(asset.asset()), Visible.of(asset.title()), summary, List.copyOf(entry.rows));
    }

    private static String state(String state) {
        return switch (state) {
            case "EVIDENCE_ACCEPTED" -> "evidence accepted, all rights reserved";
            case "TAIL" -> "evidence accepted in part, a tail is open";
            case "UNATTESTED" -> "the holder never attested; closed by exception, all rights reserved";
            case "ERASED_WITHOUT_INSTRUCTION" ->
                "erased without instruction, as the holder states; all rights reserved";
            default -> Wording.words(state);
        };
    }

    private void instruction(DestructionFacts asset) {
        rows.add(row("Copies held by", asset.holder() == null ? "the register names no holder" : asset.holder()));
        var locations = evidence.path("register").path("locations");
        rows.add(row("At", locations.isTextual() ? locations.asText() : "the register names no location"));
        var returned = evidence.path("returned");
        rows.add(row(
                "Return certified",
                returned.isEmpty() ? "no: it is to be erased without return, on counsel's basis" : texts(returned)));
        each("counselBasis", "Counsel's basis", b -> text(b, "basis") + ", " + by(b));
        one(
                "clearance",
                "Cleared",
                c -> text(c, "clearance") + " " + by(c) + "; basis: " + text(c, "basis")
                        + (c.has("exclusions") ? "; the holder may keep: " + text(c, "exclusions") : ""));
        one("order", "Ordered", o -> text(o, "number") + " " + by(o));
        one(
                "served",
                "Served",
                s -> "on " + text(s, "on") + " (" + text(s, "place") + ") by " + text(s, "by") + ", "
                        + Wording.words(text(s, "channel")));
        each("recalls", "Recalled", r -> text(r, "recall") + " at " + text(r, "at") + ": " + texts(r.path("because")));
    }

    private void statements() {
        var attestations = evidence.path("attestations");
        if (attestations.isEmpty()) rows.add(row("Holder's statement", "the holder has made none"));
        attestations.forEach(statement -> rows.addAll(HolderStatement.rows(statement)));
        each("notes", "Noted", n -> text(n, "code") + ": " + text(n, "detail"));
    }

    private void observations() {
        boolean looked = false;
        for (var p : evidence.path("probes")) {
            boolean after = text(p, "purpose").equals("AFTER");
            looked |= after;
            var result = p.has("result") ? words(p, "result") : "interrupted, no result";
            rows.add(row(
                    (after ? "Observed by us, look " : "Control before, look ")
                            + p.path("probe").asText(),
                    text(p, "begunAt") + " at " + text(p, "locator") + " as \u201c" + or(p, "seenAs", "nobody")
                            + "\u201d: " + result + (p.has("says") ? "; " + text(p, "says") : "")));
            if (p.has("answerSha256")) rows.add(mono("Its answer, SHA-256", text(p, "answerSha256")));
            if (!p.path("notProbeable").isEmpty()) {
                rows.add(row("Not observable by it", texts(p.path("notProbeable"))));
            }
        }
        if (!looked) rows.add(row("Observed by us", "nothing: nobody looked after the instruction"));
        one("notObservable", "Not observable", n -> text(n, "reason") + ", " + by(n));
    }

    private void open() {
        if (text(evidence, "state").equals("TAIL")) {
            rows.add(row(
                    "Tail",
                    "the last copy is gone by " + or(evidence, "tailUntil", "a day not said")
                            + ", as the holder states; it attests again then"));
        }
        each(
                "exceptions",
                "Exception",
                e -> Wording.words(text(e, "purpose")) + ": " + text(e, "reason") + "; asked by " + text(e, "askedBy")
                        + ", approved by " + text(e, "approvedBy") + "; all rights reserved");
        one("dispute", "Disputed", d -> "by \u201c" + text(d, "party") + "\u201d: " + text(d, "reason"));
        each("holds", "Hold", h -> text(h, "hold") + " over " + text(h, "over") + " since " + text(h, "at"));
        each("stays", "Stay", s -> text(s, "stay") + " since " + or(s, "since", "a day not known"));
    }

    private interface Words {
        String of(JsonNode node);
    }

    private void one(String name, String label, Words words) {
        var node = evidence.path(name);
        if (node.isObject()) rows.add(row(label, words.of(node)));
        else if (name.equals("order")) rows.add(row(label, "no order was given"));
    }

    private void each(String name, String label, Words words) {
        evidence.path(name).forEach(node -> rows.add(row(label, words.of(node))));
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static String texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    private static String by(JsonNode node) {
        return "by " + text(node, "by") + " at " + text(node, "at");
    }

    static String words(JsonNode node, String name) {
        var text = text(node, name);
        return text.isEmpty() ? "not said" : Wording.words(text);
    }

    static String text(JsonNode node, String name) {
        return or(node, name, "");
    }

    static String or(JsonNode node, String name, String otherwise) {
        return or(node.path(name).asText(""), otherwise);
    }

    static String or(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }

    private static JsonNode read(String evidence) {
        try {
            return JSON.readTree(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the evidence of a destruction certificate is unreadable", e);
        }
    }
}
