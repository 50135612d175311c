package dev.handback.process;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one choice a form carries. */
final class Decision {
    private Decision() {}

    /** The choice, if it is one this task offers: forms are not validated by the engine. */
    static String of(@Nullable String chosen, String... offered) {
        if (chosen == null || !List.of(offered).contains(chosen)) {
            var found = chosen == null ? "nothing" : "\"" + chosen + "\"";
            throw new InvalidInput(
                    List.of(new Problem("decision", "expected one of " + List.of(offered) + ", found " + found)));
        }
        return chosen;
    }
}
