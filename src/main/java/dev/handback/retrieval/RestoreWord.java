package dev.handback.retrieval;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person of legal says about a restore.
 *
 * @param tier how fast, of an approval: Bulk, or Standard where time presses and what it costs is agreed to
 * @param days of an approval: how long the holder keeps the copies, 1 to 90, as it was typed
 */
public record RestoreWord(
        boolean approve,
        @Nullable String tier,
        @Nullable String days,
        @Nullable String reason) {
    private static final Set<String> TIERS = Set.of("Bulk", "Standard");
    private static final int MOST_DAYS = 90;

    /** Refuses what is no clear word, field by field. */
    void requireClear(String asset) {
        var problems = new ArrayList<Problem>();
        if (clearReason().length() < 3) {
            problems.add(new Problem("reason", "expected a reason of record for asset " + asset));
        }
        if (approve && (tier == null || !TIERS.contains(tier))) {
            problems.add(new Problem("tier", "expected Bulk or Standard, found " + found(tier)));
        }
        if (approve && (keptDays() < 1 || keptDays() > MOST_DAYS)) {
            problems.add(new Problem("days", "expected 1 to " + MOST_DAYS + " days, found " + found(days)));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }

    String clearReason() {
        return reason == null ? "" : reason.strip();
    }

    /** 0 where it is no number. */
    int keptDays() {
        return days == null || !days.strip().matches("[0-9]{1,3}") ? 0 : Integer.parseInt(days.strip());
    }

    private static String found(@Nullable String value) {
        return value == null || value.isBlank() ? "nothing" : "\"" + value + "\"";
    }
}
