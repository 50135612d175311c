package dev.handback.process;

import dev.handback.exits.Day;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a form carries, read strictly: forms are not validated by the engine. */
final class Decision {
    private Decision() {}

    /** The choice, if it is one this task offers. */
    static String of(@Nullable String chosen, String... offered) {
        if (chosen == null || !List.of(offered).contains(chosen)) {
            var found = chosen == null ? "nothing" : "\"" + chosen + "\"";
            throw new InvalidInput(
                    List.of(new Problem("decision", "expected one of " + List.of(offered) + ", found " + found)));
        }
        return chosen;
    }

    static @Nullable LocalDate day(String field, @Nullable String value) {
        try {
            return value == null || value.isBlank() ? null : Day.of(value);
        } catch (DateTimeException e) {
            throw new InvalidInput(List.of(new Problem(
                    field, "expected a day as yyyy-mm-dd, for example 2026-12-31, found \"" + value + "\"")));
        }
    }

    /** Refuses silence where the decision needs a reason of record. */
    static void needsReason(@Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record")));
        }
    }
}
