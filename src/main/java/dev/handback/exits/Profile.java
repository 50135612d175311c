package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Days and hours that contracts set differently: data, never constants.
 *
 * @param sha256 of the file it comes from, hexadecimal
 */
public record Profile(String name, String sha256, Terms terms) {
    private static final String USUAL = "usual";
    private static final int LONGEST = 3650;
    private static final int USUAL_PATIENCE = 3;

    /** Days until a task of this name in the model is due. */
    public int dueDays(String task) {
        var days = terms.dueDays();
        return Objects.requireNonNull(days.getOrDefault(task, days.get(USUAL)));
    }

    /** Days after the due date from which operations must know that a task was not done. */
    public int escalateDays() {
        return terms.escalateDays() == null ? USUAL_PATIENCE : terms.escalateDays();
    }

    /**
     * What an exit keeps of its profile.
     *
     * @param dueDays by the task's name in the model; {@code usual} for those not named
     * @param alarmDays before each deadline
     * @param fixityHours how long ago the vault's bytes may have been read when a certificate is signed, 1 to 168
     * @param escalateDays after the due date; null in profiles that do not say it
     */
    public record Terms(
            Map<String, Integer> dueDays,
            Map<Deadline, List<Integer>> alarmDays,
            int fixityHours,
            @Nullable Integer escalateDays) {
        public Terms {
            dueDays = dueDays == null ? Map.of() : Map.copyOf(dueDays);
            alarmDays = alarmDays == null ? Map.of() : Map.copyOf(alarmDays);
        }

        /** Everything in it that cannot be used, by field. */
        List<Problem> problems() {
            var problems = new ArrayList<Problem>();
            if (!dueDays.containsKey(USUAL)) {
                problems.add(new Problem("due-days.usual", "expected a number of days, found nothing"));
            }
            dueDays.forEach((task, days) -> inRange("due-days." + task, days, 1, LONGEST, "days", problems));
            alarmDays.forEach((deadline, list) ->
                    list.forEach(days -> inRange("alarm-days." + deadline, days, 0, LONGEST, "days", problems)));
            inRange("fixity-hours", fixityHours, 1, 168, "hours", problems);
            if (escalateDays != null) {
                inRange("escalate-days", escalateDays, 1, LONGEST, "days", problems);
            }
            return problems;
        }

        private static void inRange(String field, int found, int least, int most, String unit, List<Problem> problems) {
            if (found < least || found > most) {
                problems.add(new Problem(field, "expected " + least + " to " + most + " " + unit + ", found " + found));
            }
        }
    }
}
