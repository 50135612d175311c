package dev.handback.assets;

import java.util.List;

/** What the vendor's list says, and everything that is wrong with it. */
public record DeclarationPreview(List<DeclaredAsset> rows, List<RegisterProblem> problems) {
    public DeclarationPreview {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** Whether it can be recorded: it has rows, and nothing is wrong with any. */
    public boolean importable() {
        return problems.isEmpty() && !rows.isEmpty();
    }
}
