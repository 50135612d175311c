package dev.handback.certificates;

import dev.handback.certificates.DrillFacts.Compared;
import dev.handback.certificates.DrillFacts.Longest;
import dev.handback.certificates.DrillFacts.Way;

/** How a drill's measures read; the page on the screen says the same as the report. Never greener than what was measured. */
public final class DrillWords {
    private DrillWords() {}

    /** Whether a day could be met at the pace of the rehearsal, and by what it would be missed. */
    public static String said(Compared day, Longest longest) {
        var left = Wording.count(day.days(), "day") + " from " + Wording.date(day.from())
                + (day.fromNotice() ? " (notice)" : " (begin of the rehearsal)") + " to " + Wording.date(day.day());
        if (day.shortDays() > 0) {
            return "cannot finish by " + Wording.date(day.day()) + ": short "
                    + (longest.finished() ? "" : "at least ") + Wording.count(day.shortDays(), "day")
                    + ", bottleneck asset " + longest.asset() + " · " + left;
        }
        return longest.finished()
                ? Wording.count(longest.days(), "day") + " of " + left + ", bottleneck asset " + longest.asset()
                : "cannot be said: asset " + longest.asset() + " was not checked · " + left;
    }

    /** How far an asset came, and after how long. */
    public static String said(Way way) {
        var time = way.seconds() == null ? "" : time(way.seconds());
        return switch (way.end()) {
            case CHECKED -> "checked after " + time;
            case UNFINISHED -> "not checked after " + time;
            case EXCEPTED -> "excepted: not rehearsed to its end";
            case NOTHING_TO_RETRIEVE -> "nothing to retrieve of it";
        };
    }

    /** Days, hours and minutes; below a minute seconds. */
    public static String time(long seconds) {
        if (seconds < 60) {
            return Wording.count(seconds, "second");
        }
        var days = seconds / 86_400;
        var hours = seconds % 86_400 / 3_600;
        return (days == 0 ? "" : Wording.count(days, "day") + " ")
                + (days == 0 && hours == 0 ? "" : hours + " h ")
                + seconds % 3_600 / 60 + " min";
    }
}
