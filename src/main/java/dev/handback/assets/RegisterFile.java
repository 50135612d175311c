package dev.handback.assets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A register file (CSV, UTF-8): read whole, every error listed at once, nothing taken from a file that has one. */
public final class RegisterFile {
    /** More rows than this are refused: no register of people has them, and a page must still show all errors. */
    public static final int MAX_ROWS = 10_000;

    /** Larger files are refused unread. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

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
        file.decode(csv).ifPresent(file::parse);
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
        cells.keySet().stream().filter(c -> !COLUMNS.contains(c)).forEach(c -> file.unknownColumn(1, c));
        file.take(1, cells);
        return file.preview(registered);
    }

    private RegisterPreview preview(List<RegisterRow> registered) {
        problems.addAll(new RegisterOverlaps(registered).problems(claims));
        problems.sort(Comparator.comparingInt(RegisterProblem::row));
        return new RegisterPreview(rows, problems);
    }

    private Optional<String> decode(InputStream csv) {
        byte[] bytes;
        try (csv) {
            bytes = csv.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > MAX_BYTES) {
            problem(0, "", "the file is too large: expected at most 5 MiB");
            return Optional.empty();
        }
        if (bytes.length >= 2 && (bytes[0] == (byte) 0xFF || bytes[0] == (byte) 0xFE)) {
            problem(0, "", "the file is not UTF-8 (it looks like UTF-16): save it as \"CSV UTF-8\"");
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        try {
            var text = UTF_8.newDecoder().decode(in).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problem(lineOf(bytes, in.position()), "", "the file is not UTF-8 here: save it as \"CSV UTF-8\"");
            return Optional.empty();
        }
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private void parse(String text) {
        // rows are counted as a spreadsheet does, so empty lines stay in the count
        var format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
        int row = 0;
        try (var parser = CSVParser.parse(new StringReader(text), format)) {
            @Nullable List<String> heading = null;
            for (CSVRecord line : parser) {
                row++;
                if (line.size() == 1 && line.get(0).isBlank()) {
                    continue;
                }
                if (heading == null) {
                    heading = heading(row, line);
                    if (heading.isEmpty()) {
                        return;
                    }
                } else if (claims.size() >= MAX_ROWS) {
                    problem(row, "", "too many rows: expected at most " + MAX_ROWS + " assets in one file");
                    return;
                } else {
                    take(row, heading, line);
                }
            }
            if (heading == null) {
                problem(0, "", "the file is empty: expected a heading and one row per asset");
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            problem(
                    row + 1,
                    "",
                    "cannot be read as CSV: expected quotes to be closed and doubled inside a quoted cell");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heading's columns; empty when rows below it cannot be told apart. */
    private List<String> heading(int row, CSVRecord line) {
        var names = line.stream().map(c -> c.strip().toLowerCase(Locale.ROOT)).toList();
        if (names.size() == 1 && (names.get(0).contains(";") || names.get(0).contains("\t"))) {
            problem(row, "", "cells are separated by semicolons or tabs: expected commas");
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (var name : names) {
            if (!seen.add(name)) {
                problem(row, RowCells.shown(name), "this column stands twice in the heading: expected once");
            } else if (!COLUMNS.contains(name)) {
                unknownColumn(row, name);
            }
        }
        var missing = MANDATORY.stream().filter(m -> !seen.contains(m)).toList();
        missing.forEach(m -> problem(row, m, "this column is mandatory and missing from the heading"));
        return missing.isEmpty() ? names : List.of();
    }

    private void unknownColumn(int row, String name) {
        problem(row, RowCells.shown(name), "unknown column: expected only " + String.join(", ", COLUMNS));
    }

    private void take(int row, List<String> heading, CSVRecord line) {
        if (line.size() != heading.size()) {
            problem(
                    row,
                    "",
                    "the row has " + line.size() + " cells: expected " + heading.size() + " as in the heading");
            return;
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < heading.size(); i++) {
            cells.putIfAbsent(heading.get(i), line.get(i));
        }
        take(row, cells);
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
