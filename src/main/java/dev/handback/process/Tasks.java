package dev.handback.process;

import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The open tasks of whoever is signed in; the engine asks the person's rights at every step. What is shown is of one moment: the
 * engine reads a task and then its variables, and between the two somebody else may complete it.
 */
@Component
public class Tasks {
    private final TaskService tasks;
    private final RepositoryService models;
    private final IdentityService identity;
    private final FormValues forms;

    Tasks(TaskService tasks, RepositoryService models, IdentityService identity, FormValues forms) {
        this.tasks = tasks;
        this.models = models;
        this.identity = identity;
        this.forms = forms;
    }

    /**
     * One open task.
     *
     * @param task its name in the model, such as {@code HandOver}
     * @param name as people read it, with asset and exit
     * @param description what, why you, what happens next
     * @param asset the one asset it is about; null when there are several
     * @param assets all assets it is about; those of a hand-over that is gathered
     * @param page where its facts are; relative to this server
     * @param runbook the runbook's id
     * @param onPage whether it is completed on its page only
     * @param command what a program sends instead of completing such a task, as {@code POST /api/...}; a name in braces is of what the
     *     process does not know, and lists of the exit tell. Null when it is completed by its form
     */
    public record OpenTask(
            String id,
            String task,
            String name,
            @Nullable String description,
            @Nullable String exitId,
            @Nullable String asset,
            List<String> assets,
            @Nullable String connection,
            @Nullable String assignee,
            Instant created,
            @Nullable Instant due,
            @Nullable Instant followUp,
            String page,
            @Nullable String runbook,
            boolean onPage,
            @Nullable String command) {}

    /** One page of the tasks this person may see, the most urgent first; pages count from 0. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<OpenTask> list(int page, int size) {
        return tasks.createTaskQuery().orderByDueDate().asc().orderByTaskId().asc().listPage(page * size, size).stream()
                .map(this::open)
                .toList();
    }

    @Transactional(readOnly = true)
    public long count() {
        return tasks.createTaskQuery().count();
    }

    /** The tasks of an exit this person may see. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<OpenTask> ofExit(String exit) {
        return tasks.createTaskQuery().processInstanceBusinessKey(exit).orderByDueDate().asc().list().stream()
                .map(this::open)
                .toList();
    }

    /** {@link NotFound} also when the task is somebody else's. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public OpenTask find(String id) {
        var task = tasks.createTaskQuery().taskId(id).singleResult();
        if (task == null) {
            throw new NotFound("open task of yours", id);
        }
        return open(task);
    }

    /** The open task of this name in an exit whose process has these variables. */
    @Transactional(readOnly = true)
    public Optional<OpenTask> find(String exit, String task, Map<String, String> variables) {
        return ids(exit, task, variables).stream().findFirst().map(this::find);
    }

    /** Takes a task from the group's list; refused when somebody else has it. */
    @Transactional
    public void claim(String id) {
        var task = find(id);
        if (task.assignee() != null && !task.assignee().equals(me())) {
            throw new Refused("task \"" + task.name() + "\" is claimed by " + task.assignee() + " already");
        }
        tasks.claim(id, me());
    }

    @Transactional
    public void giveBack(String id) {
        find(id);
        tasks.setAssignee(id, null);
    }

    /** Completes a task by its form's values; the next step records them in the same transaction, or all is refused. */
    @Transactional
    public void complete(String id, Map<String, ?> values) {
        find(id);
        tasks.complete(id, new HashMap<>(values));
    }

    /** Completes the task as its page does, after the page's command; refused when none is open for this person. */
    void completeByPage(String exit, String task, Map<String, String> variables, Map<String, String> values) {
        forms.completeByPage(demand(exit, task, variables), values);
    }

    /** The first such task this person may work on; refused when there is none. */
    String demand(String exit, String task, Map<String, String> variables) {
        return id(exit, task, variables)
                .orElseThrow(() -> new Refused("no task " + task + " of exit " + exit + " is open for you"));
    }

    /** The first such task this person may work on. */
    Optional<String> id(String exit, String task, Map<String, String> variables) {
        return ids(exit, task, variables).stream().findFirst();
    }

    /** A variable of a task's process, as text. */
    String variable(String id, String name) {
        return String.valueOf(tasks.getVariable(id, name));
    }

    private List<String> ids(String exit, String task, Map<String, String> variables) {
        return tasks
                .createTaskQuery()
                .processInstanceBusinessKey(exit)
                .taskDefinitionKey(task)
                .orderByTaskCreateTime()
                .asc()
                .list()
                .stream()
                .map(Task::getId)
                .filter(id -> tasks.getVariables(id, variables.keySet()).equals(variables))
                .toList();
    }

    /** As people see it; asks no rights. */
    OpenTask open(Task task) {
        var variables = tasks.getVariables(task.getId());
        UserTask model = models.getBpmnModelInstance(task.getProcessDefinitionId())
                .getModelElementById(task.getTaskDefinitionKey());
        return new OpenTask(
                task.getId(),
                task.getTaskDefinitionKey(),
                task.getName(),
                task.getDescription(),
                text(variables, "exitId"),
                text(variables, "asset"),
                assets(variables),
                text(variables, "connection"),
                task.getAssignee(),
                task.getCreateTime().toInstant(),
                instant(task.getDueDate()),
                instant(task.getFollowUpDate()),
                TaskModel.page(model, name -> String.valueOf(variables.get(name))),
                TaskModel.property(model, "runbook").orElse(null),
                TaskModel.isCompletedOnPage(model),
                TaskModel.command(model, variables::get).orElse(null));
    }

    private String me() {
        var authentication = identity.getCurrentAuthentication();
        if (authentication == null) {
            throw new Refused("nobody is signed in");
        }
        return authentication.getUserId();
    }

    private static @Nullable String text(Map<String, Object> variables, String name) {
        return variables.get(name) instanceof String text ? text : null;
    }

    private static List<String> assets(Map<String, Object> variables) {
        var asset = text(variables, "asset");
        return asset == null ? Handovers.names(variables.get("assets")) : List.of(asset);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
