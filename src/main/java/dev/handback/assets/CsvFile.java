package dev.handback.assets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A list of assets as people keep it (CSV in UTF-8, or XLSX; a heading): every row that can be told apart, every error with its place. */
final class CsvFile {
    /** More rows than this are refused: no list of people has them, and a page must still show all errors. */
    static final int MAX_ROWS = 10_000;

    /** Larger files are refused unread. */
    static final int MAX_BYTES = 5 * 1024 * 1024;

    private final List<String> columns;
    private final List<String> mandatory;
    private final List<RegisterProblem> problems;
    private final BiConsumer<Integer, Map<String, String>> taker;

    /** @param taker gets each row's number, as a spreadsheet counts, and its cells by column */
    CsvFile(
            List<String> columns,
            List<String> mandatory,
            List<RegisterProblem> problems,
            BiConsumer<Integer, Map<String, String>> taker) {
        this.columns = columns;
        this.mandatory = mandatory;
        this.problems = problems;
        this.taker = taker;
    }

    void read(InputStream csv) {
        decode(csv).ifPresent(this::parse);
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
        if (XlsxFile.begins(bytes)) {
            int before = problems.size();
            var text = XlsxFile.csv(bytes, problems);
            return text.isEmpty() && problems.size() > before ? Optional.empty() : Optional.of(text);
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
        int rows = 0;
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
                } else if (++rows > MAX_ROWS) {
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
            } else if (!columns.contains(name)) {
                problem(row, RowCells.shown(name), unknown(columns));
            }
        }
        var missing = mandatory.stream().filter(m -> !seen.contains(m)).toList();
        missing.forEach(m -> problem(row, m, "this column is mandatory and missing from the heading"));
        return missing.isEmpty() ? names : List.of();
    }

    static String unknown(List<String> columns) {
        return "unknown column: expected only " + String.join(", ", columns);
    }

    private void problem(int row, String column, String message) {
        problems.add(new RegisterProblem(row, column, message));
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
        taker.accept(row, cells);
    }
}
