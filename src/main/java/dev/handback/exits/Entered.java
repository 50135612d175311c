package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was entered, field by field, and refuses at the end with everything that cannot be used. */
final class Entered {
    private static final LocalDate NONE = LocalDate.EPOCH;

    private final List<Problem> problems = new ArrayList<>();

    /** The text without its edges; too short and too long are noted. */
    String text(String field, @Nullable String found, int least, int longest, String wanted) {
        var text = found == null ? "" : found.strip();
        if (text.length() < least || text.length() > longest) {
            problems.add(new Problem(
                    field,
                    "expected " + wanted + " in " + least + " to " + longest + " characters, found " + text.length()));
        }
        return text;
    }

    /** The same where it may be left out: then null. */
    @Nullable
    String optional(String field, @Nullable String found, int longest, String wanted) {
        return found == null || found.isBlank() ? null : text(field, found, 1, longest, wanted);
    }

    LocalDate day(String field, @Nullable LocalDate found, String wanted) {
        if (found == null) {
            problems.add(new Problem(field, "expected " + wanted + ", for example 2026-12-31, found nothing"));
            return NONE;
        }
        return found;
    }

    void problem(String field, String message) {
        problems.add(new Problem(field, message));
    }

    /** Throws unless all could be used. */
    void done() {
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }
}
