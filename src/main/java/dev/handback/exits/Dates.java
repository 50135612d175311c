package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The days of an exit's contract: moved by a dated decision, and said aloud when they are near. */
@Component
public class Dates {
    private final DatesTable dates;

    Dates(DatesTable dates) {
        this.dates = dates;
    }

    /**
     * Sets all three days anew; null means there is no such day. Operations or legal.
     *
     * @param document the amendment or letter that says so
     */
    @Transactional
    public void move(
            String exit,
            @Nullable LocalDate contractEnd,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            @Nullable String document,
            @Nullable String reason) {
        var problems = new ArrayList<Problem>();
        if (contractEnd == null) {
            problems.add(new Problem("contractEnd", "expected a day, for example 2026-12-31, found nothing"));
        }
        if (contractEnd != null && assistanceEnd != null && contractEnd.isAfter(assistanceEnd)) {
            problems.add(new Problem(
                    "contractEnd",
                    "expected a day not after assistanceEnd (" + assistanceEnd + "), found " + contractEnd));
        }
        text("document", document, 200, "the amendment or letter that moves the dates", problems);
        text("reason", reason, 2000, "why the dates are moved", problems);
        if (contractEnd == null || document == null || reason == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        dates.move(exit, contractEnd, assistanceEnd, vendorErasesAt, document.strip(), reason.strip());
    }

    /** Every decision that moved the dates, the newest first. */
    @Transactional(readOnly = true)
    public List<DatesMoved> moved(String exit) {
        return dates.moved(exit);
    }

    /** Records the alarms that have come and were not said yet; whether any waits for an answer. */
    @Transactional
    public boolean raiseAlarms(String exit) {
        dates.raise(exit);
        return dates.alarms(exit).stream().anyMatch(Alarm::waits);
    }

    /** What operations do about the alarms that wait for an answer. */
    @Transactional
    public void answer(String exit, @Nullable String answer) {
        var problems = new ArrayList<Problem>();
        text("answer", answer, 2000, "how the dates will be met", problems);
        if (answer == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        dates.answer(exit, answer.strip());
    }

    /** Every alarm of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Alarm> alarms(String exit) {
        return dates.alarms(exit);
    }

    private static void text(String field, @Nullable String found, int longest, String wanted, List<Problem> problems) {
        int length = found == null ? 0 : found.strip().length();
        if (length < 3 || length > longest) {
            problems.add(
                    new Problem(field, "expected " + wanted + " in 3 to " + longest + " characters, found " + length));
        }
    }
}
