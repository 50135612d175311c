package dev.handback.assets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A register file (CSV in UTF-8, or XLSX): read whole, every error listed at once, nothing taken from a file that has one. */
public final class RegisterFile {
    /** Every column, in the order in which we write them. */
    public static final List<String> COLUMNS = List.of(
            "asset",
            "title",
            "kind",
            "origin",
            "disposition",
            "connection",
            "locator",
            "exposure",
            "right",
            "owner",
            "ownership_basis",
            "classification",
            "personal_data",
            "medium",
            "holder",
            "locations",
            "baseline",
            "expected",
            "expected_by",
            "wave",
            "priority",
            "destination_connection",
            "destination",
            "depends_on");

    private static final List<String> MANDATORY = COLUMNS.subList(0, 5);

    private final List<RegisterProblem> problems = new ArrayList<>();
    private final List<RegisterRow> rows = new ArrayList<>();
    private final List<RegisterOverlaps.Claim> claims = new ArrayList<>();
    private final BiFunction<String, String, Optional<String>> fits;

    private RegisterFile(BiFunction<String, String, Optional<String>> fits) {
        this.fits = fits;
    }

    /**
     * Reads a whole file against the rows that are already registered.
     *
     * @param fits what is wrong with using this connection (first) for this locator (second), if anything
     */
    public static RegisterPreview read(
            InputStream csv, List<RegisterRow> registered, BiFunction<String, String, Optional<String>> fits) {
        var file = new RegisterFile(fits);
        new CsvFile(COLUMNS, MANDATORY, file.problems, file::take).read(csv);
        if (file.claims.isEmpty() && file.problems.isEmpty()) {
            file.problem(0, "", "the file lists no asset: expected one row per asset below the heading");
        }
        return file.preview(registered);
    }

    /** Reads one row given as cells, as a form sends it; its problems carry row 1. */
    public static RegisterPreview readRow(
            Map<String, String> cells,
            List<RegisterRow> registered,
            BiFunction<String, String, Optional<String>> fits) {
        var file = new RegisterFile(fits);
        cells.keySet().stream()
                .filter(c -> !COLUMNS.contains(c))
                .forEach(c -> file.problem(1, RowCells.shown(c), CsvFile.unknown(COLUMNS)));
        file.take(1, cells);
        return file.preview(registered);
    }

    /** The same file as CSV, for correcting it as text; null when a cell could not be written down and would be lost. */
    public static byte @Nullable [] asCsv(byte[] file) {
        if (!XlsxFile.begins(file)) {
            return file;
        }
        var lost = new ArrayList<RegisterProblem>();
        var csv = XlsxFile.csv(file, lost);
        return lost.isEmpty() ? csv.getBytes(UTF_8) : null;
    }

    private RegisterPreview preview(List<RegisterRow> registered) {
        problems.addAll(new RegisterOverlaps(registered).problems(claims));
        problems.sort(Comparator.comparingInt(RegisterProblem::row));
        return new RegisterPreview(rows, problems);
    }

    private void take(int row, Map<String, String> values) {
        var reading = new RowReading(new RowCells(row, values, problems), fits);
        reading.row().ifPresent(rows::add);
        claims.add(reading.claim());
    }

    private void problem(int row, String column, String message) {
        problems.add(new RegisterProblem(row, column, message));
    }
}
