package dev.handback.assets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instrument as legal enters it, with its document as the vault holds it.
 *
 * @param supersedes the instrument whose place it takes
 */
public record NewInstrument(
        @Nullable String type,
        @Nullable String operative,
        @Nullable String parties,
        @Nullable String signedBy,
        @Nullable LocalDate executedOn,
        @Nullable String jurisdiction,
        @Nullable List<Covered> assets,
        @Nullable String supersedes,
        @Nullable Document document) {
    private static final List<String> TYPES = List.of("ASSIGNMENT", "EXCLUSIVE_LICENCE", "LICENCE", "NOVATION");

    /** @param commit the commit id that the schedule names, if it does */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Covered(@Nullable String asset, @Nullable String commit) {}

    public record Document(String sha256, String name, long bytes) {}

    NewInstrument checked() {
        var problems = new ArrayList<Problem>();
        one(problems, "type", type, TYPES);
        one(problems, "operative", operative, List.of("PRESENT", "PROMISE"));
        text(problems, "parties", parties, 3, 1000, "who the parties are");
        text(problems, "signedBy", signedBy, 2, 500, "who signed it, and for whom");
        text(problems, "jurisdiction", jurisdiction, 2, 100, "the law that governs it");
        if (executedOn == null) problems.add(new Problem("executedOn", "expected the day on which it was signed"));
        if (assets == null || assets.isEmpty() || assets.size() > 1000) {
            problems.add(new Problem("assets", "expected 1 to 1000 assets that it covers"));
        }
        if (document == null) problems.add(new Problem("document", "expected the signed document itself"));
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return this;
    }

    private static void one(List<Problem> problems, String field, @Nullable String found, List<String> offered) {
        if (found == null || !offered.contains(found)) {
            problems.add(new Problem(field, "expected one of " + offered + ", found " + found));
        }
    }

    private static void text(
            List<Problem> problems, String field, @Nullable String found, int least, int most, String wanted) {
        var length = found == null ? 0 : found.strip().length();
        if (length < least || length > most) {
            problems.add(new Problem(
                    field, "expected " + wanted + " in " + least + " to " + most + " characters, found " + length));
        }
    }
}
