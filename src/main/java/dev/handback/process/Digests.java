package dev.handback.process;

import dev.handback.notices.Notices;
import dev.handback.notices.OpenTask;
import dev.handback.people.Person;
import dev.handback.work.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** One mail a day to each person: what is open for their groups and themselves. */
@Component
@Order(2)
class Digests implements Round {
    /** More lines nobody reads; the rest is counted. */
    private static final int LISTED = 200;

    private final TaskService engine;
    private final Tasks tasks;
    private final Notices notices;

    Digests(TaskService engine, Tasks tasks, Notices notices) {
        this.engine = engine;
        this.tasks = tasks;
        this.notices = notices;
    }

    @Override
    public void run() {
        notices.awaitingDigest().forEach(this::drawUp);
    }

    private void drawUp(Person person) {
        var claimed = engine.createTaskQuery().taskAssignee(person.id());
        // without those that somebody has claimed
        var ofGroups = engine.createTaskQuery().taskCandidateGroupIn(List.copyOf(person.groups()));
        var found = new ArrayList<>(first(claimed));
        found.addAll(first(ofGroups));
        var listed = found.stream()
                .sorted(Comparator.comparing(Task::getDueDate, Comparator.nullsLast(Comparator.naturalOrder())))
                .limit(LISTED)
                .map(tasks::open)
                .filter(task -> task.exitId() != null)
                .map(Digests::line)
                .toList();
        notices.digest(person, listed, Math.max(0, claimed.count() + ofGroups.count() - LISTED));
    }

    private static List<Task> first(TaskQuery query) {
        return query.orderByDueDate().asc().listPage(0, LISTED);
    }

    private static OpenTask line(Tasks.OpenTask task) {
        return new OpenTask(
                Objects.requireNonNull(task.exitId()),
                task.id(),
                task.name(),
                task.due(),
                task.followUp(),
                task.page(),
                task.runbook());
    }
}
