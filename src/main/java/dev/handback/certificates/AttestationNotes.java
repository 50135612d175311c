package dev.handback.certificates;

import static dev.handback.certificates.Attested.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.handback.certificates.DestructionOnLedger.Counts;
import java.util.regex.Pattern;

/**
 * What is noted of the letter that counts, and stands against nothing, told from the ledger's entries alone: the function
 * {@code handback.attestation_notes}, a second time.
 */
final class AttestationNotes {
    private static final Pattern SANITIZATION = Pattern.compile("800[- ]?88");
    private static final Pattern FIRST_REVISION = Pattern.compile("\\D*1\\D*");
    private static final int LONGEST = 200;

    private final ArrayNode notes = JsonNodeFactory.instance.arrayNode();
    private final Letter letter;

    private AttestationNotes(Letter letter) {
        this.letter = letter;
    }

    static ArrayNode of(Letter newest, Counts counts, DestructionOnLedger told) {
        var noted = new AttestationNotes(newest);
        var order = newest.letter().path("number").asText(text(counts.order(), "number"));
        noted.instruction(told.served(order));
        noted.standard();
        noted.left();
        if (told.recalled(counts.asset(), order)) {
            noted.note("ORDER_RECALLED", "order " + order + " was recalled for this asset");
        }
        if (unspaced(text(counts.held().row(), "locations")).isEmpty()) {
            noted.note(
                    "LOCATIONS_NOT_COMPARED",
                    "locations: the register names none, so the holder's list is taken as it stands");
        }
        return noted.notes;
    }

    // days in ISO order as their words do
    private void instruction(JsonNode served) {
        var completed = text(letter.said(), "completed_on");
        var day = text(served, "served_on");
        if (served.isMissingNode()) {
            note(
                    "BEFORE_INSTRUCTION",
                    "erased on " + completed + " without any order: recorded as it is, our rights reserved");
        } else if (!completed.isEmpty() && completed.compareTo(day) < 0) {
            note(
                    "BEFORE_INSTRUCTION",
                    "erased on " + completed + ", the order was served on " + day + " (" + text(served, "place")
                            + "): recorded as it is, our rights reserved");
        }
    }

    private void standard() {
        if (SANITIZATION.matcher(text(letter.letter(), "standard")).find()
                && FIRST_REVISION.matcher(text(letter.letter(), "revision")).matches()) {
            note("STANDARD_WITHDRAWN", "revision: NIST SP 800-88 Rev. 1 was withdrawn on 2025-09-26; Rev. 2 counts");
        }
    }

    private void left() {
        if (letter.said().has("tail_until")) {
            note(
                    "TAIL_UNTIL",
                    "attested in part: the last copy is gone by " + text(letter.said(), "tail_until")
                            + ", then the holder attests again");
        }
        Entries.stream(letter.said().path("retained"))
                .filter(kept -> !unspaced(text(kept, "basis")).isEmpty())
                .forEach(kept -> note(
                        "RETAINED_BY_HOLDER",
                        "kept by the holder: " + cut(text(kept, "what")) + ", basis " + cut(text(kept, "basis"))
                                + ", until " + (kept.hasNonNull("until") ? text(kept, "until") : "not said")));
    }

    private void note(String code, String detail) {
        notes.addObject().put("code", code).put("detail", detail);
    }

    private static String unspaced(String text) {
        return text.replaceAll("^ +| +$", "");
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }
}
