package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.row;

import dev.handback.certificates.CertificatePage.Entry;
import dev.handback.certificates.CertificatePage.Row;
import dev.handback.certificates.DrillFacts.Counted;
import dev.handback.certificates.DrillFacts.Longest;
import dev.handback.certificates.DrillFacts.Step;
import dev.handback.certificates.DrillFacts.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a drill measured, on paper. */
record DrillPage(List<Row> summary, List<Entry> ways) {

    static DrillPage of(DrillFacts drill) {
        var rows = new ArrayList<Row>();
        instant("Begun", drill.begunAt(), rows);
        var longest = drill.longest();
        rows.add(row(
                "Longest way", longest == null ? "none: nothing came so far that it can be measured" : said(longest)));
        if (longest != null) {
            drill.compared().forEach(day -> rows.add(row("Against the " + day.name(), DrillWords.said(day, longest))));
        }
        drill.steps().forEach(step -> rows.add(row("Step: " + step.name(), said(step))));
        rows.add(row("Outcomes", counted(drill.outcomes())));
        rows.add(row("Findings", drill.findings().isEmpty() ? "none" : counted(drill.findings())));
        var entries = new ArrayList<Entry>();
        drill.ways().forEach(way -> entries.add(entry(entries.size() + 1, way)));
        return new DrillPage(rows, entries);
    }

    private static String said(Longest longest) {
        return "asset " + longest.asset() + ", " + (longest.finished() ? "" : "not finished after ")
                + DrillWords.time(longest.seconds());
    }

    private static String said(Step step) {
        var allowed = step.allowedDays() == null
                ? ""
                : " · the profile allows " + Wording.count(step.allowedDays(), "day") + (step.late() ? ": late" : "");
        return "longest " + DrillWords.time(step.seconds()) + ", asset " + step.asset() + ", of "
                + Wording.count(step.measured(), "asset") + allowed;
    }

    private static String counted(List<Counted> counts) {
        return counts.stream()
                .map(counted -> counted.code() + " " + counted.count())
                .collect(Collectors.joining(", "));
    }

    private static Entry entry(int ordinal, Way way) {
        var rows = new ArrayList<Row>();
        instant("Agreed", way.agreedAt(), rows);
        instant("Authorised", way.authorisedAt(), rows);
        instant("Retrieved", way.retrievedAt(), rows);
        instant("Handed over", way.handedOverAt(), rows);
        instant("Checked", way.checkedAt(), rows);
        return new Entry("D" + ordinal, Visible.of(way.asset()), "", DrillWords.said(way), rows);
    }

    private static void instant(String label, @Nullable Instant at, List<Row> rows) {
        if (at != null) {
            rows.add(row(label, Wording.instant(at)));
        }
    }
}
