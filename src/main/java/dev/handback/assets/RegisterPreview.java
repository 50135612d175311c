package dev.handback.assets;

import java.util.List;

/** What a register file says, and everything that is wrong with it. */
public record RegisterPreview(List<RegisterRow> rows, List<RegisterProblem> problems) {
    public RegisterPreview {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** Whether the rows may be imported: there are some, and nothing is wrong with any. */
    public boolean importable() {
        return problems.isEmpty() && !rows.isEmpty();
    }
}
