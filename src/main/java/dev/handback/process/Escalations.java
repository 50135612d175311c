package dev.handback.process;

import dev.handback.exits.Profiles;
import dev.handback.notices.Kind;
import dev.handback.notices.Notice;
import dev.handback.notices.Notices;
import dev.handback.people.Groups;
import dev.handback.work.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What nobody did for so long that operations must know, whosever task it is. It is shown and told, and decides nothing: the
 * task stays as it is, with whom it is.
 */
@Component
@Order(1)
public class Escalations implements Round {
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration SOONEST = Duration.ofDays(1);
    private static final int AT_A_TIME = 500;
    private static final int SHOWN = 50;

    private final ProcessEngineConfigurationImpl engine;
    private final TaskService tasks;
    private final RuntimeService processes;
    private final Profiles profiles;
    private final Notices notices;
    private final Clock clock;
    private Instant next = Instant.MIN;

    Escalations(ProcessEngine engine, Profiles profiles, Notices notices, Clock clock) {
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        this.tasks = engine.getTaskService();
        this.processes = engine.getRuntimeService();
        this.profiles = profiles;
        this.notices = notices;
        this.clock = clock;
    }

    /** The first of an exit, the longest overdue first, whoever looks: that something lies is no secret inside the exit. */
    @Transactional(readOnly = true)
    public List<Escalated> ofExit(String exit) {
        var before = Date.from(clock.instant().minus(patience(exit)));
        return engine.getCommandExecutorTxRequired()
                .execute(context -> context.runWithoutAuthorization(() -> tasks
                        .createTaskQuery()
                        .processInstanceBusinessKey(exit)
                        .dueBefore(before)
                        .orderByDueDate()
                        .asc()
                        .listPage(0, SHOWN)
                        .stream()
                        .map(this::escalated)
                        .toList()));
    }

    @Override
    public void run() {
        var now = clock.instant();
        if (notices.on() && !now.isBefore(next)) {
            tell(now);
            next = now.plus(PAUSE);
        }
    }

    private void tell(Instant now) {
        var query = tasks.createTaskQuery()
                .dueBefore(Date.from(now.minus(SOONEST)))
                .orderByDueDate()
                .asc()
                .orderByTaskId()
                .asc();
        var patience = new HashMap<String, Duration>();
        List<Task> found;
        int from = 0;
        do {
            found = query.listPage(from, AT_A_TIME);
            var exits = exits(found);
            var told = notices.told(found.stream().map(Escalations::cause).toList());
            for (var task : found) {
                var exit = exits.get(task.getProcessInstanceId());
                if (exit != null
                        && !told.contains(cause(task))
                        && task.getDueDate()
                                .toInstant()
                                .plus(patience.computeIfAbsent(exit, this::patience))
                                .isBefore(now)) {
                    notices.tell(notice(task, exit));
                }
            }
            from += AT_A_TIME;
        } while (found.size() == AT_A_TIME);
    }

    private Notice notice(Task task, String exit) {
        return new Notice(
                Kind.ESCALATED,
                cause(task),
                Set.of(Groups.OPERATIONS),
                null,
                exit,
                null,
                task.getName() + ", a task of " + String.join(", ", groups(task)),
                task.getDueDate().toInstant(),
                null,
                "/exits/" + exit,
                runbook(task));
    }

    /** The exit of each task, by its instance. */
    private Map<String, String> exits(List<Task> found) {
        var instances = found.stream().map(Task::getProcessInstanceId).collect(Collectors.toSet());
        return instances.isEmpty()
                ? Map.of()
                : processes.createProcessInstanceQuery().processInstanceIds(instances).list().stream()
                        .filter(instance -> instance.getBusinessKey() != null)
                        .collect(Collectors.toMap(ProcessInstance::getId, ProcessInstance::getBusinessKey));
    }

    private Duration patience(String exit) {
        return Duration.ofDays(profiles.of(exit).escalateDays());
    }

    private Escalated escalated(Task task) {
        return new Escalated(
                task.getName(), task.getDueDate().toInstant(), groups(task), task.getAssignee(), runbook(task));
    }

    private @Nullable String runbook(Task task) {
        BaseElement model = engine.getRepositoryService()
                .getBpmnModelInstance(task.getProcessDefinitionId())
                .getModelElementById(task.getTaskDefinitionKey());
        return TaskModel.property(model, "runbook").orElse(null);
    }

    private List<String> groups(Task task) {
        return tasks.getIdentityLinksForTask(task.getId()).stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    private static String cause(Task task) {
        return Kind.ESCALATED + ":" + task.getId() + ":" + task.getDueDate().toInstant();
    }
}
