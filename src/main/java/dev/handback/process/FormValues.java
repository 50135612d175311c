package dev.handback.process;

import static java.util.Objects.requireNonNull;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.GetDeployedTaskFormCmd;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeployedStartFormCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people fill in reaches the engine through here only, by whatever door they come.
 *
 * <p>A task or a start takes exactly the keys of its own form, since the engine checks nothing of a form on the server
 * and any other name would become a variable. The values live in the transaction that completes the task and nowhere
 * else: the next step records them, and neither the engine's variables nor its history keep them. A task that is
 * completed on its page is completed nowhere else.
 */
@Component
class FormValues extends AbstractProcessEnginePlugin {
    /** The id of the completed task, for the fact that the next step records. */
    static final String TASK = "task";

    private @Nullable ProcessEngineConfigurationImpl engine;

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        engine = configuration;
        configuration.setTaskService(new Completions());
        configuration.setFormService(new Submissions());
    }

    /** Completes a task as its page does: with values that no form carries. The engine still asks the person's rights. */
    void completeByPage(String task, Map<String, String> values) {
        var command = new CompleteTaskCmd(task, passing(values.keySet(), values).putValueTyped(TASK, passing(task)));
        requireNonNull(engine).getCommandExecutorTxRequired().execute(command);
    }

    /** Starts a process as its form does; returns the exit it is for. */
    String startByPage(String process, Map<String, @Nullable String> values) {
        return requireNonNull(engine)
                .getRuntimeService()
                .createProcessInstanceByKey(process)
                .setVariables(passing(values.keySet(), values))
                .executeWithVariablesInReturn()
                .getVariables()
                .getValue("exitId", String.class);
    }

    private static VariableMap ofTask(CommandExecutor commands, String task, @Nullable Map<String, Object> values) {
        return commands.execute(context -> {
            TaskEntity entity = context.getTaskManager().findTaskById(task);
            if (entity == null) {
                return Variables.createVariables();
            }
            refuseOnPage(entity);
            return accepted(entity.getName(), formKeys(context, entity), values).putValueTyped(TASK, passing(task));
        });
    }

    private static void refuseOnPage(TaskEntity task) {
        if (TaskModel.isCompletedOnPage(task.getBpmnModelElementInstance())) {
            var model = task.getBpmnModelElementInstance();
            throw new CompletedOnPage(
                    TaskModel.page(model, name -> text(task.getVariable(name))),
                    TaskModel.command(model, task::getVariable).orElse(null));
        }
    }

    private static Set<String> formKeys(CommandContext context, TaskEntity task) {
        if (task.getTaskDefinition().getCamundaFormDefinitionKey() == null) {
            return Set.of();
        }
        return FormFields.of(unchecked(context, () -> new GetDeployedTaskFormCmd(task.getId()).execute(context)));
    }

    private static VariableMap ofStart(CommandExecutor commands, String definition, Map<String, Object> values) {
        return commands.execute(context -> accepted(
                "the start",
                FormFields.of(unchecked(context, () -> new GetDeployedStartFormCmd(definition).execute(context))),
                values));
    }

    // The right to complete is asked by the engine's own command; reading the form's keys needs none.
    private static <T> T unchecked(CommandContext context, Callable<T> reading) {
        return context.runWithoutAuthorization(reading);
    }

    private static VariableMap accepted(String what, Set<String> keys, @Nullable Map<String, Object> values) {
        var given = values == null ? Map.<String, Object>of() : values;
        var foreign = new LinkedHashSet<>(given.keySet());
        foreign.removeAll(keys);
        var problems = new ArrayList<Problem>();
        foreign.forEach(key -> problems.add(new Problem(key, "is no field of " + what + ", expected only " + keys)));
        given.forEach((key, value) -> {
            if (!isScalar(plain(value))) {
                problems.add(new Problem(key, "expected text, a number, yes or no"));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return passing(keys, given);
    }

    // Every key gets a value, null when left out: a step may then name it without asking whether it is there.
    private static VariableMap passing(Set<String> keys, Map<String, ?> values) {
        var passing = Variables.createVariables();
        keys.forEach(key -> passing.putValueTyped(key, passing(plain(values.get(key)))));
        return passing;
    }

    private static TypedValue passing(@Nullable Object value) {
        return value == null ? Variables.untypedNullValue(true) : Variables.untypedValue(value, true);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof TypedValue typed ? typed.getValue() : value;
    }

    private static boolean isScalar(@Nullable Object value) {
        return value == null || value instanceof String || value instanceof Boolean || value instanceof Number;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static final class Completions extends TaskServiceImpl {
        @Override
        public void complete(String task, @Nullable Map<String, Object> values) {
            super.complete(task, ofTask(commandExecutor, task, values));
        }

        @Override
        public VariableMap completeWithVariablesInReturn(
                String task, @Nullable Map<String, Object> values, boolean deserialize) {
            return super.completeWithVariablesInReturn(task, ofTask(commandExecutor, task, values), deserialize);
        }

        @Override
        public void resolveTask(String task, @Nullable Map<String, Object> values) {
            super.resolveTask(task, ofTask(commandExecutor, task, values));
        }
    }

    // The engine's own form commands would write each value into its history.
    private final class Submissions extends FormServiceImpl {
        @Override
        public void submitTaskForm(String task, @Nullable Map<String, Object> values) {
            commandExecutor.execute(new CompleteTaskCmd(task, ofTask(commandExecutor, task, values)));
        }

        @Override
        public VariableMap submitTaskFormWithVariablesInReturn(
                String task, @Nullable Map<String, Object> values, boolean deserialize) {
            var accepted = ofTask(commandExecutor, task, values);
            return commandExecutor.execute(new CompleteTaskCmd(task, accepted, true, deserialize));
        }

        @Override
        public ProcessInstance submitStartForm(String definition, Map<String, Object> values) {
            return runtime().startProcessInstanceById(definition, ofStart(commandExecutor, definition, values));
        }

        @Override
        public ProcessInstance submitStartForm(String definition, String key, Map<String, Object> values) {
            return runtime().startProcessInstanceById(definition, key, ofStart(commandExecutor, definition, values));
        }

        private RuntimeService runtime() {
            return requireNonNull(engine).getRuntimeService();
        }
    }
}
