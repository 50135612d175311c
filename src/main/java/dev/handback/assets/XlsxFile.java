package dev.handback.assets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet of a workbook as the CSV it would be, row for row, so that one set of rules reads both. What a cell
 * shows must be what it holds: formulas and errors are refused, a number that is a date is written as one.
 */
final class XlsxFile {
    /** Unpacked; a packed file of 5 MiB can be a thousand times that. */
    private static final long MAX_UNPACKED = 64L << 20;

    private static final int MAX_PARTS = 1_000;
    private static final int MAX_COLUMNS = 200;

    private final List<RegisterProblem> problems;
    private final StringBuilder csv = new StringBuilder();
    private int written;
    private @Nullable List<String> heading;

    private XlsxFile(List<RegisterProblem> problems) {
        this.problems = problems;
    }

    static boolean begins(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    /** The sheet as CSV; what could not be written down is told among the problems, by row and column. */
    static String csv(byte[] bytes, List<RegisterProblem> problems) {
        var file = new XlsxFile(problems);
        try {
            if (file.isHarmless(bytes)) {
                file.read(bytes);
            }
        } catch (IOException | RuntimeException e) {
            // the library throws what it likes on a broken workbook; none of its words help
            file.problem(file.written + 1, "", "cannot be read as a workbook: save it anew as .xlsx, or as CSV UTF-8");
        }
        return file.csv.toString();
    }

    /** Unpacks it once and keeps nothing: what is too large, or names entities, never reaches a parser. */
    private boolean isHarmless(byte[] bytes) throws IOException {
        long unpacked = 0;
        int parts = 0;
        byte[] buffer = new byte[1 << 16];
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                if (++parts > MAX_PARTS) {
                    return refused("the workbook has more than " + MAX_PARTS + " parts");
                }
                var declaration = new Declaration();
                for (int n = zip.read(buffer); n > 0; n = zip.read(buffer)) {
                    unpacked += n;
                    if (unpacked > MAX_UNPACKED) {
                        return refused("the workbook is larger than 64 MiB when it is unpacked");
                    }
                    if (declaration.seenIn(buffer, n)) {
                        return refused("the workbook declares XML entities, which no spreadsheet program writes");
                    }
                }
            }
        }
        return parts > 0 || refused("the workbook is empty");
    }

    private boolean refused(String why) {
        problem(0, "", why + ": refused");
        return false;
    }

    /** Looks for {@code <!DOCTYPE} in any encoding of ASCII, also across two buffers. */
    private static final class Declaration {
        private static final String WANTED = "<!DOCTYPE";
        private int matched;

        boolean seenIn(byte[] buffer, int length) {
            for (int i = 0; i < length; i++) {
                if (buffer[i] == 0) {
                    continue;
                }
                matched = buffer[i] == WANTED.charAt(matched) ? matched + 1 : buffer[i] == '<' ? 1 : 0;
                if (matched == WANTED.length()) {
                    return true;
                }
            }
            return false;
        }
    }

    private void read(byte[] bytes) throws IOException {
        try (InputStream in = new ByteArrayInputStream(bytes);
                var workbook = new ReadableWorkbook(in, new ReadingOptions(true, false));
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            for (var row : (Iterable<Row>) rows::iterator) {
                if (row.getRowNum() > CsvFile.MAX_ROWS * 2) {
                    problem(
                            row.getRowNum(),
                            "",
                            "too many rows: expected at most " + CsvFile.MAX_ROWS + " assets in one file");
                    return;
                }
                write(row);
            }
        }
    }

    private void write(Row row) {
        // rows that the workbook leaves out count all the same
        for (; written < row.getRowNum() - 1; written++) {
            csv.append("\r\n");
        }
        if (row.getCellCount() > MAX_COLUMNS) {
            problem(row.getRowNum(), "", "the row has more than " + MAX_COLUMNS + " cells");
            return;
        }
        var cells = new ArrayList<String>();
        for (int i = 0; i < row.getCellCount(); i++) {
            cells.add(row.hasCell(i) ? text(row.getRowNum(), i, row.getCell(i)) : "");
        }
        csv.append(line(fitted(cells))).append("\r\n");
        written = row.getRowNum();
    }

    /** A sheet has no end of a row: empty cells to the right come and go, and are no cells of a CSV. */
    private List<String> fitted(List<String> cells) {
        int last = cells.size();
        while (last > 0 && cells.get(last - 1).isBlank()) {
            last--;
        }
        var filled = new ArrayList<>(cells.subList(0, last));
        if (heading == null) {
            heading = filled.isEmpty() ? null : filled;
            return filled;
        }
        while (!filled.isEmpty() && filled.size() < heading.size()) {
            filled.add("");
        }
        return filled;
    }

    private String text(int row, int column, @Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return "";
        }
        if (cell.getType() == CellType.FORMULA || cell.getFormula() != null) {
            problem(row, name(column), "this cell holds a formula: expected its value, pasted as values");
            return "";
        }
        return switch (cell.getType()) {
            case STRING -> cell.asString();
            case BOOLEAN -> cell.asBoolean() ? "true" : "false";
            case NUMBER -> number(cell);
            default -> {
                problem(row, name(column), "this cell holds an error of the spreadsheet: expected a value");
                yield "";
            }
        };
    }

    /** A number that was meant as text, such as a version, is written as it reads; only its format makes it a date. */
    private static String number(Cell cell) {
        var format = cell.getDataFormatString();
        if (format != null && isDate(format)) {
            LocalDateTime at = cell.asDate();
            return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? at.toLocalDate().toString()
                    : at.toString();
        }
        return cell.asNumber().stripTrailingZeros().toPlainString();
    }

    private static boolean isDate(String format) {
        var plain = format.replaceAll("\"[^\"]*\"|\\[[^\\]]*]|\\\\.", "").toLowerCase(java.util.Locale.ROOT);
        return plain.contains("yy") || plain.contains("dd") || plain.contains("d-") || plain.contains("d/");
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.matches("(?s).*[\",\\r\\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell)
                .collect(java.util.stream.Collectors.joining(","));
    }

    private String name(int column) {
        List<String> names = heading;
        return names != null && column < names.size()
                ? RowCells.shown(names.get(column).strip())
                : "column " + (column + 1);
    }

    private void problem(int row, String column, String message) {
        problems.add(new RegisterProblem(row, column, message));
    }
}
