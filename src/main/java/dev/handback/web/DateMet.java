package dev.handback.web;

import dev.handback.exits.Coverage;
import dev.handback.exits.Exit;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether everything is home by the day on which the contract or its assistance ends, or on which the vendor erases before that.
 *
 * @param forecast by the pace of the last days; null where there is nothing to forecast
 */
record DateMet(Mark mark, String words, @Nullable String forecast) {
    private static final int ENOUGH = 3;

    static DateMet of(Exit exit, Coverage coverage, LocalDate today) {
        if (exit.over() && coverage.notHome() > 0) {
            return new DateMet(
                    Mark.idle("Over"),
                    coverage.notHome() + " of " + assets(coverage.toReturn()) + " did not come home.",
                    null);
        }
        var ends = exit.assistanceEnd() == null ? exit.contractEnd() : exit.assistanceEnd();
        var erases = exit.vendorErasesAt();
        if (erases != null && erases.isBefore(ends)) {
            return of(coverage, "the vendor erases", erases, today);
        }
        return of(coverage, exit.assistanceEnd() == null ? "the contract ends" : "the assistance ends", ends, today);
    }

    private static DateMet of(Coverage coverage, String what, LocalDate day, LocalDate today) {
        if (coverage.registered() == 0) {
            return new DateMet(Mark.idle("Not known"), "the register is empty.", null);
        }
        if (coverage.toReturn() == 0) {
            return new DateMet(Mark.idle("Nothing to wait for"), "no asset of the register has to come home.", null);
        }
        long left = ChronoUnit.DAYS.between(today, day);
        var when = left == 0
                ? "today " + what
                : left > 0 ? days(left) + " before " + what : days(-left) + " after the day on which " + what;
        if (coverage.notHome() == 0) {
            return all(coverage, what, day);
        }
        var missing =
                coverage.notHome() + " of " + assets(coverage.toReturn()) + (coverage.toReturn() == 1 ? " is" : " are")
                        + " neither checked nor excepted, " + when + " (" + day + ").";
        if (left < 0) {
            return new DateMet(Mark.failed("No"), missing, null);
        }
        return forecast(coverage, missing, day, today);
    }

    private static DateMet forecast(Coverage coverage, String missing, LocalDate day, LocalDate today) {
        var since = coverage.since();
        if (since == null || coverage.lately() < ENOUGH) {
            return new DateMet(
                    Mark.needs("Not yet"),
                    missing,
                    "No forecast: fewer than three came home in the last " + Coverage.WINDOW_DAYS + " days.");
        }
        long took = ChronoUnit.DAYS.between(since, today) + 1;
        var home = today.plusDays(-Math.floorDiv(-coverage.notHome() * took, coverage.lately()));
        long late = ChronoUnit.DAYS.between(day, home);
        var pace = "At the pace since " + since + " the last one comes home about " + home;
        return late > 0
                ? new DateMet(Mark.failed("Not at this pace"), missing, pace + ", " + days(late) + " too late.")
                : new DateMet(Mark.running("Not yet"), missing, pace + ", in time.");
    }

    private static DateMet all(Coverage coverage, String what, LocalDate day) {
        var all = (coverage.toReturn() == 1 ? "the only asset is" : "all " + assets(coverage.toReturn()) + " are")
                + " checked or excepted";
        var last = coverage.last();
        long late = last == null ? 0 : ChronoUnit.DAYS.between(day, last);
        if (late > 0) {
            var words = all + ", the last one " + days(late) + " after the day on which " + what + " (" + day + ").";
            return new DateMet(Mark.failed("Too late"), words, null);
        }
        // what is excepted is settled, and did not come
        var mark = coverage.excepted() == 0
                ? Mark.proved("Yes")
                : Mark.needs(coverage.checked() == 0 ? "Nothing came" : "Yes, without " + coverage.excepted());
        return new DateMet(mark, all + " by the day on which " + what + " (" + day + ").", null);
    }

    private static String assets(int count) {
        return count + (count == 1 ? " asset" : " assets");
    }

    private static String days(long count) {
        return count + (count == 1 ? " day" : " days");
    }
}
