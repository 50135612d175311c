package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.mono;
import static dev.handback.certificates.CertificatePage.row;
import static dev.handback.certificates.DestructionEntry.or;
import static dev.handback.certificates.DestructionEntry.stream;
import static dev.handback.certificates.DestructionEntry.text;
import static dev.handback.certificates.DestructionEntry.texts;
import static dev.handback.certificates.DestructionEntry.words;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.certificates.CertificatePage.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the holder states of one asset in one letter, as a record of destruction evidence repeats it, and what we answered. */
final class HolderStatement {
    /** The fields of NIST SP 800-88 that describe a medium. */
    private static final List<String> MEDIUM =
            List.of("type", "manufacturer", "model", "serial", "property", "source", "before", "after", "destination");

    private final JsonNode statement;
    private final JsonNode said;
    private final String name;
    private final List<Row> rows = new ArrayList<>();

    private HolderStatement(JsonNode statement) {
        this.statement = statement;
        this.said = statement.path("said");
        this.name = "Statement " + text(statement, "attestation");
    }

    static List<Row> rows(JsonNode statement) {
        var told = new HolderStatement(statement);
        told.said();
        told.answered();
        return told.rows;
    }

    private void said() {
        rows.add(row(
                name,
                "the holder states: " + words(said, "result") + ", completed on "
                        + or(said, "completed_on", "a day not said") + "; method " + words(said, "method") + " "
                        + or(said, "technique", "") + "; verification " + words(said, "verification")
                        + "; performed by " + person("performer") + ", verified by " + person("verifier")));
        rows.add(row(name + ", where", or(texts(said.path("locations")), "no location is named")));
        each(
                "subprocessors",
                "sub-processors",
                s -> text(s, "name") + ": " + words(s, "state") + " " + or(s, "on", ""));
        each(
                "retained",
                "retained",
                s -> text(s, "what") + ", basis " + or(s, "basis", "not said") + ", until "
                        + or(s, "until", "not said"));
        each("media", "media", HolderStatement::medium);
        each("tails", "tails", s -> text(s, "what") + " until " + or(s, "until", "not said"));
        rows.add(row(name + ", made", made()));
        if (statement.has("letterSha256")) {
            rows.add(mono(name + ", file SHA-256", text(statement, "letterSha256")));
        }
    }

    private void answered() {
        rows.add(row(
                name + ", our answer",
                statement.has("decision")
                        ? answer(text(statement, "decision")) + " by " + text(statement, "decidedBy") + " at "
                                + text(statement, "decidedAt") + ": " + text(statement, "reason")
                        : "not decided"));
        var before = statement.path("acceptedBefore");
        if (before.has("by")) {
            rows.add(row(
                    name + ", accepted before",
                    "by " + text(before, "by") + " at " + text(before, "at") + ", since called contradicted"));
        }
    }

    private String made() {
        return (statement.path("byHolder").asBoolean()
                        ? "entered by the holder"
                        : "entered by " + text(statement, "recordedBy"))
                + " at " + text(statement, "at") + "; dated " + or(statement, "dated", "nowhere") + ", signed by "
                + or(statement, "officerName", "nobody named") + " " + or(statement, "officerTitle", "")
                + "; standard " + or(statement, "standard", "none named") + " " + or(statement, "revision", "");
    }

    private static String answer(String decision) {
        return switch (decision) {
            case "ACCEPTED" -> "evidence accepted, which adopts no statement,";
            case "SENT_BACK" -> "sent back";
            default -> "called contradicted";
        };
    }

    private String person(String who) {
        var person = said.path(who);
        return or(person, "name", "nobody named")
                + Stream.of("title", "location", "on")
                        .filter(field -> !text(person, field).isEmpty())
                        .map(field -> (field.equals("location") ? " at " : field.equals("on") ? " on " : " ")
                                + text(person, field))
                        .collect(Collectors.joining());
    }

    private static String medium(JsonNode medium) {
        return MEDIUM.stream()
                .filter(field -> !text(medium, field).isEmpty())
                .map(field -> (field.equals("type") ? "" : field + " ") + text(medium, field))
                .collect(Collectors.joining(", "));
    }

    private void each(String field, String label, Function<JsonNode, String> words) {
        if (!said.path(field).isEmpty()) {
            rows.add(
                    row(name + ", " + label, stream(said.path(field)).map(words).collect(Collectors.joining("; "))));
        }
    }
}
