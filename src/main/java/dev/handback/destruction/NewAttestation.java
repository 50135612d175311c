package dev.handback.destruction;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A letter of the holder, field by field. One letter may speak of many assets: {@code common} fills what a row leaves out.
 *
 * @param order the order it answers; null when the holder erased before anybody ordered it
 * @param standard as the holder cites it, such as NIST SP 800-88, with its {@code revision}
 * @param letter the holder's own certificate, unaltered
 */
public record NewAttestation(
        @Nullable String order,
        @Nullable LocalDate dated,
        @Nullable String reference,
        @Nullable String officerName,
        @Nullable String officerTitle,
        @Nullable String officerContact,
        @Nullable String standard,
        @Nullable String revision,
        @Nullable String statement,
        @Nullable AttestedRow common,
        List<AttestedRow> rows,
        @Nullable Paper letter) {
    static final int MOST_ROWS = 1000;
    private static final Set<String> RESULTS = Set.of("ERASED", "ERASED_WITH_EXCEPTIONS", "NOT_ERASED");
    private static final Set<String> METHODS = Set.of("CLEAR", "PURGE", "DESTROY");
    private static final Set<String> VERIFICATIONS = Set.of("FULL", "SAMPLED", "NONE");

    public NewAttestation {
        rows = List.copyOf(rows);
    }

    /** The rows, each complete by itself; what nobody could use is named by row and field. */
    List<AttestedRow> checkedRows() {
        var complete = common == null
                ? rows
                : rows.stream().map(row -> row.over(common)).toList();
        var problems = new ArrayList<Problem>();
        if (complete.isEmpty() || complete.size() > MOST_ROWS) {
            problems.add(new Problem("rows", "expected 1 to " + MOST_ROWS + " assets, found " + complete.size()));
        }
        var seen = new HashSet<String>();
        complete.forEach(row -> check(row, seen, problems));
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return complete;
    }

    private static void check(AttestedRow row, Set<String> seen, List<Problem> problems) {
        var at = "rows[" + row.asset() + "].";
        if (row.asset() == null || !row.asset().matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            problems.add(new Problem("rows.asset", "expected the name of an asset, found \"" + row.asset() + "\""));
        } else if (!seen.add(row.asset())) {
            problems.add(new Problem(at + "asset", "named twice"));
        }
        if (row.result() == null || !RESULTS.contains(row.result())) {
            problems.add(new Problem(at + "result", "expected one of " + RESULTS + ", found " + row.result()));
        }
        oneOf(at + "method", row.method(), METHODS, problems);
        oneOf(at + "verification", row.verification(), VERIFICATIONS, problems);
        for (var text :
                new String[][] {{"technique", row.technique()}, {"tool", row.tool()}, {"toolVersion", row.toolVersion()}
                }) {
            if (text[1] != null && text[1].length() > 500) {
                problems.add(new Problem(at + text[0], "expected at most 500 characters, found " + text[1].length()));
            }
        }
        lists(at, row, problems);
    }

    private static void lists(String at, AttestedRow row, List<Problem> problems) {
        if (row.locations() != null && row.locations().size() > 200) {
            problems.add(new Problem(
                    at + "locations",
                    "expected at most 200, found " + row.locations().size()));
        }
        if (row.subprocessors() != null) {
            row.subprocessors()
                    .forEach(
                            s -> oneOf(at + "subprocessors.state", s.state(), Set.of("DONE", "IN_PROGRESS"), problems));
        }
        if (row.media() != null && row.media().size() > 200) {
            problems.add(new Problem(
                    at + "media", "expected at most 200, found " + row.media().size()));
        }
        if (row.media() != null
                && row.media().stream()
                        .anyMatch(
                                medium -> medium.type() == null || medium.type().isBlank())) {
            problems.add(new Problem(at + "media.type", "expected what kind of medium it is, such as SSD or LTO-8"));
        }
        if (row.tails() != null && row.tails().stream().anyMatch(tail -> tail.until() == null)) {
            problems.add(new Problem(at + "tails.until", "expected the day by which it is gone"));
        }
    }

    private static void oneOf(String field, @Nullable String found, Set<String> known, List<Problem> problems) {
        if (found != null && !known.contains(found)) {
            problems.add(new Problem(field, "expected one of " + known + ", found " + found));
        }
    }
}
