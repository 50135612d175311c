package dev.handback.process;

import dev.handback.notices.Kind;
import dev.handback.notices.Notice;
import dev.handback.notices.Notices;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.task.IdentityLink;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells of every new task, in the transaction that makes it; no model has to ask for it. */
@Component
class TaskNotices extends AbstractProcessEnginePlugin {
    private final Notices notices;

    TaskNotices(Notices notices) {
        this.notices = notices;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        var listeners = new ArrayList<>(
                Optional.ofNullable(engine.getCustomPostBPMNParseListeners()).orElse(List.of()));
        listeners.add(new Listening());
        engine.setCustomPostBPMNParseListeners(listeners);
    }

    private final class Listening extends AbstractBpmnParseListener {
        @Override
        public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
            task.addTaskListener(TaskListener.EVENTNAME_CREATE, TaskNotices.this::created);
            task.addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, TaskNotices.this::assigned);
        }
    }

    private void created(DelegateTask task) {
        if (task.getAssignee() == null && notices.isAnybodyImpatient()) {
            tell(task, null);
        }
    }

    /** Who claims a task knows it. */
    private void assigned(DelegateTask task) {
        var assignee = task.getAssignee();
        var byThemselves = Objects.equals(assignee, Context.getCommandContext().getAuthenticatedUserId());
        if (assignee != null && !byThemselves && notices.isAnybodyImpatient()) {
            tell(task, assignee);
        }
    }

    private void tell(DelegateTask task, @Nullable String person) {
        var groups = groups(task);
        if (!groups.isEmpty() && task.getVariable("exitId") instanceof String exit) {
            notices.tell(new Notice(
                    Kind.ASSIGNED,
                    "task:" + task.getId() + (person == null ? "" : ":" + person),
                    groups,
                    person,
                    exit,
                    task.getVariable("asset") instanceof String asset ? asset : null,
                    task.getName(),
                    Optional.ofNullable(task.getDueDate()).map(Date::toInstant).orElse(null),
                    task.getId(),
                    page(task),
                    TaskModel.property(task.getBpmnModelElementInstance(), "runbook")
                            .orElse(null)));
        }
    }

    private static String page(DelegateTask task) {
        return TaskModel.page(task.getBpmnModelElementInstance(), name -> String.valueOf(task.getVariable(name)));
    }

    private static Set<String> groups(DelegateTask task) {
        return task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
