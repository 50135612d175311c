package dev.handback.assets;

import dev.handback.exits.Day;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cells of one row, read by column; whatever is wrong is noted with row and column, and reading goes on. */
final class RowCells {
    private static final int MAX_CELL = 2_000;
    private static final int SHOWN = 60;
    /** Control characters, and those that turn text around or hide it: a vendor's title must not fake another. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final int row;
    private final Map<String, String> values;
    private final List<RegisterProblem> problems;
    private final int before;

    RowCells(int row, Map<String, String> values, List<RegisterProblem> problems) {
        this.row = row;
        this.values = values;
        this.problems = problems;
        this.before = problems.size();
    }

    int row() {
        return row;
    }

    boolean clean() {
        return problems.size() == before;
    }

    void problem(String column, String message) {
        problems.add(new RegisterProblem(row, column, message));
    }

    /** The cell without spaces around it; null when empty or unusable. */
    @Nullable
    String text(String column) {
        var value = cell(column).strip();
        if (value.length() > MAX_CELL) {
            problem(column, "is too long: expected at most " + MAX_CELL + " characters, found " + value.length());
            return null;
        }
        if (INVISIBLE.matcher(value).find()) {
            problem(column, "holds control or invisible characters: expected plain text on one line");
            return null;
        }
        return value.isEmpty() ? null : value;
    }

    /** Programs may send null for an empty one. */
    private String cell(String column) {
        @Nullable String value = values.get(column);
        return value == null ? "" : value;
    }

    @Nullable
    String mandatory(String column) {
        if (cell(column).isBlank()) {
            problem(column, "is empty: expected a value");
            return null;
        }
        return text(column);
    }

    /** The cell when it has the form; otherwise null and a problem that says what was expected. */
    @Nullable
    String matching(String column, @Nullable String value, Pattern form, String expected) {
        if (value == null || form.matcher(value).matches()) {
            return value;
        }
        problem(column, "expected " + expected + ", found " + quoted(value));
        return null;
    }

    <E extends Enum<E>> @Nullable E word(String column, Class<E> words, @Nullable String value) {
        if (value == null) {
            return null;
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().equals(value)) {
                return word;
            }
        }
        var expected = Arrays.stream(words.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
        problem(column, "expected one of " + expected + "; found " + quoted(value));
        return null;
    }

    @Nullable
    Integer number(String column) {
        var value = matching(column, text(column), Pattern.compile("\\d{1,4}"), "a whole number from 0 to 9999");
        return value == null ? null : Integer.valueOf(value);
    }

    @Nullable
    Boolean yesOrNo(String column) {
        var value = matching(column, text(column), Pattern.compile("yes|no"), "yes or no");
        return value == null ? null : value.equals("yes");
    }

    void date(String column, String value) {
        try {
            Day.of(value);
        } catch (DateTimeParseException e) {
            problem(column, "expected a date as 2021-01-31, found " + quoted(value));
        }
    }

    static String quoted(String value) {
        return '"' + shown(value) + '"';
    }

    /** Hostile or careless text, made short and visible for a message. */
    static String shown(String value) {
        var plain = INVISIBLE.matcher(value).replaceAll("\uFFFD");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }
}
