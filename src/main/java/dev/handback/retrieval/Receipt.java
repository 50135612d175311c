package dev.handback.retrieval;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person saw when something was handed over: on what, brought by whom, sealed how, in which condition.
 *
 * @param seal INTACT, BROKEN or NONE; the first two name the seal's number
 * @param photoSha256 of a photo of medium and seal, which should be among the files
 * @param statedDigest a SHA-256 that the vendor stated beforehand, of one of the files
 * @param fromFolder whether files are taken from the operator's import folder, too
 */
public record Receipt(
        @Nullable String medium,
        @Nullable String courier,
        @Nullable String sealNumber,
        @Nullable String seal,
        @Nullable String condition,
        @Nullable LocalDate receivedOn,
        @Nullable String photoSha256,
        @Nullable String statedDigest,
        @Nullable String note,
        boolean fromFolder) {

    private static final List<String> SEALS = List.of("INTACT", "BROKEN", "NONE");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORT = 200;
    private static final int LONG = 2000;

    /** Empty fields become absent ones, so that a form and a program say the same. */
    public Receipt {
        medium = plain(medium);
        courier = plain(courier);
        sealNumber = plain(sealNumber);
        seal = plain(seal);
        condition = plain(condition);
        photoSha256 = plain(photoSha256);
        statedDigest = plain(statedDigest);
        note = plain(note);
    }

    /** @throws InvalidInput naming every field that cannot be used */
    void check() {
        var problems = new ArrayList<Problem>();
        text(problems, "medium", medium, 2, SHORT, "what it came on, such as \"USB disk, serial 4711\" or \"upload\"");
        text(problems, "courier", courier, 2, SHORT, "who brought it");
        text(problems, "condition", condition, 3, LONG, "what you saw when you opened it");
        if (seal == null || !SEALS.contains(seal)) {
            problems.add(new Problem("seal", "expected one of " + SEALS + ", found " + shown(seal)));
        } else if (!seal.equals("NONE") && sealNumber == null) {
            problems.add(new Problem("sealNumber", "expected the number of the seal, or seal NONE"));
        }
        if (receivedOn == null) {
            problems.add(new Problem("receivedOn", "expected the day on which it was received, as 2026-12-31"));
        }
        digest(problems, "photoSha256", photoSha256);
        digest(problems, "statedDigest", statedDigest);
        longest(problems, "sealNumber", sealNumber, SHORT);
        longest(problems, "note", note, LONG);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }

    /** Whether the photo, where one was taken, is among these files: a digest of what nobody holds shows nothing. */
    boolean photographed(List<DeliveredFile> files) {
        return photoSha256 == null
                || files.stream().anyMatch(file -> file.sha256().hex().equals(photoSha256));
    }

    private static void text(
            List<Problem> problems, String field, @Nullable String value, int least, int most, String expected) {
        if (value == null || value.length() < least) {
            problems.add(new Problem(field, "expected " + expected));
        }
        longest(problems, field, value, most);
    }

    private static void longest(List<Problem> problems, String field, @Nullable String value, int most) {
        if (value != null && value.length() > most) {
            problems.add(new Problem(field, "expected at most " + most + " characters, found " + value.length()));
        }
    }

    private static void digest(List<Problem> problems, String field, @Nullable String value) {
        if (value != null && !SHA256.matcher(value).matches()) {
            problems.add(new Problem(field, "expected a SHA-256 of 64 lower-case hexadecimal digits"));
        }
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : "\"" + value + "\"";
    }

    private static @Nullable String plain(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
