package dev.handback.web;

import dev.handback.destruction.AttestedRow;
import dev.handback.destruction.NewAttestation;
import dev.handback.destruction.Paper;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The form of an attestation, as operations and holders fill it; what is left empty the holder does not say. Lists are lines. */
record AttestationForm(
        @Nullable List<String> assets,
        @Nullable String completedOn,
        @Nullable String result,
        @Nullable String method,
        @Nullable String technique,
        @Nullable String tool,
        @Nullable String toolVersion,
        @Nullable String verification,
        @Nullable String performerName,
        @Nullable String performerTitle,
        @Nullable String performerContact,
        @Nullable String performerLocation,
        @Nullable String performerOn,
        @Nullable String verifierName,
        @Nullable String verifierTitle,
        @Nullable String verifierContact,
        @Nullable String verifierLocation,
        @Nullable String verifierOn,
        @Nullable String locations,
        @Nullable String subprocessors,
        @Nullable String retained,
        @Nullable String tails,
        @Nullable String media,
        @Nullable String officerName,
        @Nullable String officerTitle,
        @Nullable String officerContact,
        @Nullable String standard,
        @Nullable String revision,
        @Nullable String dated,
        @Nullable String reference,
        @Nullable String statement) {

    static AttestationForm empty(List<String> assets) {
        return new AttestationForm(
                assets, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    NewAttestation read(String order, @Nullable Paper letter) {
        var named = assets == null ? List.<String>of() : assets;
        return new NewAttestation(
                order,
                day("dated", dated),
                reference,
                officerName,
                officerTitle,
                officerContact,
                standard,
                revision,
                statement,
                null,
                named.stream().map(this::row).toList(),
                letter);
    }

    private AttestedRow row(String asset) {
        return new AttestedRow(
                asset,
                day("completedOn", completedOn),
                or(result),
                or(method),
                or(technique),
                or(tool),
                or(toolVersion),
                or(verification),
                new AttestedRow.Person(
                        or(performerName),
                        or(performerTitle),
                        or(performerContact),
                        or(performerLocation),
                        day("performerOn", performerOn)),
                new AttestedRow.Person(
                        or(verifierName),
                        or(verifierTitle),
                        or(verifierContact),
                        or(verifierLocation),
                        day("verifierOn", verifierOn)),
                lines(locations, line -> line),
                lines(subprocessors, line -> {
                    var parts = parts("subprocessors", line, 2);
                    return new AttestedRow.Subprocessor(parts[0], parts[1], day("subprocessors", at(parts, 2)));
                }),
                lines(retained, line -> {
                    var parts = parts("retained", line, 1);
                    return new AttestedRow.Retained(parts[0], at(parts, 1), day("retained", at(parts, 2)));
                }),
                lines(tails, AttestationForm::tail),
                lines(media, AttestationForm::medium));
    }

    private static AttestedRow.Medium medium(String line) {
        var parts = parts("media", line, 1);
        return new AttestedRow.Medium(
                parts[0],
                at(parts, 1),
                at(parts, 2),
                at(parts, 3),
                at(parts, 4),
                at(parts, 5),
                at(parts, 6),
                at(parts, 7),
                at(parts, 8));
    }

    private static AttestedRow.Tail tail(String line) {
        var parts = parts("tails", line, 2);
        var until = day("tails", parts[1]);
        if (until == null) {
            throw new InvalidInput(List.of(new Problem("tails", "expected the day by which it is gone: " + line)));
        }
        return new AttestedRow.Tail(parts[0], until);
    }

    private static <T> List<T> lines(@Nullable String text, Function<String, T> read) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(read)
                        .toList();
    }

    private static String[] parts(String field, String line, int least) {
        var parts = Arrays.stream(line.split(";", -1)).map(String::strip).toArray(String[]::new);
        if (parts.length < least) {
            throw new InvalidInput(List.of(new Problem(
                    field, "expected " + least + " parts or more, separated by semicolons, found \"" + line + "\"")));
        }
        return parts;
    }

    private static @Nullable String at(String[] parts, int index) {
        return parts.length > index ? or(parts[index]) : null;
    }

    private static @Nullable LocalDate day(String field, @Nullable String text) {
        return text == null ? null : Answer.day(field, text);
    }

    private static @Nullable String or(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
