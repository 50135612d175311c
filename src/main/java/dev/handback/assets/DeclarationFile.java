package dev.handback.assets;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vendor's list as a file: CSV with {@code title}, and {@code asset}, {@code locator}, {@code note} where it has them. */
final class DeclarationFile {
    static final List<String> COLUMNS = List.of("title", "asset", "locator", "note");
    private static final int LONGEST = 2_000;

    private final List<RegisterProblem> problems = new ArrayList<>();
    private final List<DeclaredAsset> rows = new ArrayList<>();

    private DeclarationFile() {}

    static DeclarationPreview read(byte[] csv) {
        var file = new DeclarationFile();
        new CsvFile(COLUMNS, List.of("title"), file.problems, file::take).read(new ByteArrayInputStream(csv));
        if (file.rows.isEmpty() && file.problems.isEmpty()) {
            file.problem(0, "", "the file lists nothing: expected one row per asset below the heading");
        }
        file.problems.sort(Comparator.comparingInt(RegisterProblem::row));
        return new DeclarationPreview(file.rows, file.problems);
    }

    private void take(int row, Map<String, String> cells) {
        var before = problems.size();
        cells.forEach((column, cell) -> {
            if (cell.length() > LONGEST) {
                problem(row, column, "expected at most " + LONGEST + " characters, found " + cell.length());
            } else if (cell.chars().anyMatch(Character::isISOControl)) {
                problem(row, column, "expected text on one line, found a control character");
            }
        });
        var title = cell(cells, "title");
        if (title == null) {
            problem(row, "title", "expected what it is, found an empty cell");
        } else if (problems.size() == before) {
            rows.add(new DeclaredAsset(
                    rows.size() + 1,
                    cell(cells, "asset"),
                    title,
                    cell(cells, "locator"),
                    cell(cells, "note"),
                    null,
                    null,
                    null));
        }
    }

    private static @Nullable String cell(Map<String, String> cells, String column) {
        var cell = cells.getOrDefault(column, "").strip();
        return cell.isEmpty() ? null : cell;
    }

    private void problem(int row, String column, String message) {
        problems.add(new RegisterProblem(row, column, message));
    }
}
