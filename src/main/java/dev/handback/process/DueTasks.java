package dev.handback.process;

import dev.handback.notices.Kind;
import dev.handback.notices.Notice;
import dev.handback.notices.Notices;
import dev.handback.people.People;
import dev.handback.process.Tasks.OpenTask;
import dev.handback.work.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Tells when a task is due soon or overdue: once for each date, for a date that is moved is another one. */
@Component
@Order(1)
class DueTasks implements Round {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_A_TIME = 500;

    private final TaskService engine;
    private final Tasks tasks;
    private final Notices notices;
    private final People people;
    private final Clock clock;
    private Instant next = Instant.MIN;

    DueTasks(TaskService engine, Tasks tasks, Notices notices, People people, Clock clock) {
        this.engine = engine;
        this.tasks = tasks;
        this.notices = notices;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public void run() {
        var now = clock.instant();
        if (notices.on() && !now.isBefore(next)) {
            tell(Kind.OVERDUE, engine.createTaskQuery().dueBefore(Date.from(now)));
            if (notices.isAnybodyImpatient()) {
                tell(
                        Kind.DUE,
                        engine.createTaskQuery().followUpBefore(Date.from(now)).dueAfter(Date.from(now)));
            }
            next = now.plus(PAUSE);
        }
    }

    private void tell(Kind kind, TaskQuery query) {
        query.orderByDueDate().asc().orderByTaskId().asc();
        List<Task> found;
        int from = 0;
        do {
            found = query.listPage(from, AT_A_TIME);
            var told =
                    notices.told(found.stream().map(task -> cause(kind, task)).toList());
            found.stream().filter(task -> !told.contains(cause(kind, task))).forEach(task -> tell(kind, task));
            from += AT_A_TIME;
        } while (found.size() == AT_A_TIME);
    }

    private void tell(Kind kind, Task task) {
        var groups = groups(task);
        var open = tasks.open(task);
        if (!groups.isEmpty() && open.exitId() != null) {
            notices.tell(notice(kind, task, groups, open, open.exitId()));
        }
    }

    private Notice notice(Kind kind, Task task, Set<String> groups, OpenTask open, String exit) {
        return new Notice(
                kind,
                cause(kind, task),
                groups,
                worker(task, groups),
                exit,
                open.asset(),
                open.name(),
                open.due(),
                open.id(),
                open.page(),
                open.runbook());
    }

    /** Who has claimed it, while still in a group that may do it; else everybody who may. */
    private @Nullable String worker(Task task, Set<String> groups) {
        var assignee = task.getAssignee();
        return assignee != null
                        && people.find(assignee)
                                .filter(person -> groups.stream().anyMatch(person::isIn))
                                .isPresent()
                ? assignee
                : null;
    }

    private Set<String> groups(Task task) {
        return engine.getIdentityLinksForTask(task.getId()).stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static String cause(Kind kind, Task task) {
        return kind + ":" + task.getId() + ":" + task.getDueDate().toInstant();
    }
}
