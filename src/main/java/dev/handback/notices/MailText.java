package dev.handback.notices;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What stands in a mail: plain text, in which nothing but our own addresses is a link. */
@Component
class MailText {
    private static final String FOOTER = """

            --
            Handback sends this because you are in a group that acts for these exits. How you want to be told: %s/notices
            """;

    private final MailSettings settings;
    private final DateTimeFormatter minute;

    MailText(MailSettings settings) {
        this.settings = settings;
        this.minute =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ROOT).withZone(settings.digestPlace());
    }

    /** Subject and body. */
    record Written(String subject, String body) {}

    /** What one person is told at once about one exit. */
    Written atOnce(String exit, List<Notice> notices) {
        var first = notices.get(0);
        var about = notices.size() == 1
                ? first.kind().title() + ": " + (first.asset() == null ? "" : first.asset() + " – ") + exit
                : notices.size() + " notices: " + kinds(notices) + " – " + exit;
        return new Written(
                subject(about), notices.stream().map(this::told).collect(Collectors.joining("\n")) + footer());
    }

    /** What is open for one person, by exit. */
    Written digest(LocalDate day, List<OpenTask> tasks, long more, List<Notice> notices, Instant now) {
        var overdue = tasks.stream().filter(task -> isBefore(task.due(), now)).count();
        var body = new StringBuilder();
        tasks.stream().map(OpenTask::exit).distinct().sorted().forEach(exit -> body.append(Plain.line(exit))
                .append('\n')
                .append(ofExit(exit, tasks, now)));
        if (more > 0) {
            body.append("And ")
                    .append(more)
                    .append(" more: ")
                    .append(link("/tasks"))
                    .append('\n');
        }
        if (!notices.isEmpty()) {
            body.append("What happened since the last digest\n\n");
            notices.stream().sorted(Comparator.comparing(Notice::exit)).forEach(notice -> body.append(told(notice))
                    .append('\n'));
        }
        var about = "%s: %d open, %d overdue".formatted(day, tasks.size() + more, overdue);
        return new Written(subject(about), body + footer());
    }

    private String ofExit(String exit, List<OpenTask> tasks, Instant now) {
        return tasks.stream()
                .filter(task -> task.exit().equals(exit))
                .map(task -> "  " + urgency(task, now) + Plain.line(task.name()) + "\n"
                        + links(task.task(), task.page(), task.runbook()))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private String urgency(OpenTask task, Instant now) {
        if (task.due() == null) {
            return "";
        }
        var when = minute.format(task.due());
        if (task.due().isBefore(now)) {
            return "OVERDUE since " + when + ": ";
        }
        return (isBefore(task.soon(), now) ? "Due soon, " : "Due ") + when + ": ";
    }

    private String told(Notice notice) {
        return notice.kind().title() + ": " + Plain.line(notice.what()) + "\n"
                + (notice.due() == null ? "" : "    Due:     " + minute.format(notice.due()) + "\n")
                + "    Exit:    " + Plain.line(notice.exit()) + "\n"
                + (notice.asset() == null ? "" : "    Asset:   " + Plain.line(notice.asset()) + "\n")
                + links(notice.task(), notice.page(), notice.runbook());
    }

    private String links(@Nullable String task, String page, @Nullable String runbook) {
        return (task == null ? "" : "    Task:    " + link("/camunda/app/tasklist/default/?task=" + task) + "\n")
                + (page.isEmpty() ? "" : "    Page:    " + link(page) + "\n")
                + (runbook == null ? "" : "    Runbook: " + link("/runbooks/" + runbook) + "\n");
    }

    private String link(String path) {
        return settings.baseUrl() + path;
    }

    private String footer() {
        return FOOTER.formatted(settings.baseUrl());
    }

    private static String subject(String about) {
        return Plain.line("[Handback] " + about);
    }

    private static String kinds(List<Notice> notices) {
        return notices.stream().map(notice -> notice.kind().title()).distinct().collect(Collectors.joining(", "));
    }

    private static boolean isBefore(@Nullable Instant instant, Instant now) {
        return instant != null && instant.isBefore(now);
    }
}
