package dev.handback.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.MessageCorrelationBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Starts processes for an exit and tells waiting ones. Nobody waiting is no fault: an instance may have been ended
 * meanwhile, and what happened must be recorded all the same. No rights are asked here: these follow from facts.
 */
@Component
class Instances {
    private final RuntimeService runtime;
    private final ProcessEngineConfigurationImpl engine;
    private final WaitTable waits;

    Instances(ProcessEngine engine, WaitTable waits) {
        this.waits = waits;
        this.runtime = engine.getRuntimeService();
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    void start(String process, String exit, Map<String, Object> variables) {
        unchecked(() -> runtime.createProcessInstanceByKey(process)
                .businessKey(exit)
                .setVariable("exitId", exit)
                .setVariables(variables)
                .execute()
                .getId());
    }

    /**
     * Starts it unless one that has the same of these variables runs for the exit already; a second node that asks at the
     * same time waits, and sees it.
     *
     * @return whether it was started
     */
    boolean startOnce(String process, String exit, Map<String, Object> same, Map<String, Object> others) {
        waits.alone(process + " " + exit + " " + new TreeMap<>(same));
        if (!running(process, exit, same).isEmpty()) {
            return false;
        }
        var variables = new HashMap<>(others);
        variables.putAll(same);
        start(process, exit, variables);
        return true;
    }

    /** Starts the process that begins with this message, for one thing of an exit, unless meanwhile one runs for it. */
    void startByMessage(
            String message, String exit, String about, Supplier<List<String>> running, Map<String, Object> variables) {
        waits.alone(message + " " + about);
        if (running.get().isEmpty()) {
            unchecked(() -> runtime.createMessageCorrelation(message)
                    .processInstanceBusinessKey(exit)
                    .setVariable("exitId", exit)
                    .setVariables(variables)
                    .correlateStartMessage());
        }
    }

    /** Tells one instance; the exit is the business key of all its processes, so only the instance's id is exact. */
    void tell(String message, String instance) {
        tell(runtime.createMessageCorrelation(message).processInstanceId(instance));
    }

    /** Tells every instance of an exit that waits for this message and has these variables. */
    void tellAll(String message, String exit, Map<String, Object> variables) {
        var correlation = runtime.createMessageCorrelation(message).processInstanceBusinessKey(exit);
        variables.forEach(correlation::processInstanceVariableEquals);
        tell(correlation);
    }

    /** The same for instances of every exit. */
    void tellEverywhere(String message, Map<String, Object> variables) {
        var correlation = runtime.createMessageCorrelation(message);
        variables.forEach(correlation::processInstanceVariableEquals);
        tell(correlation);
    }

    /** Ids of the instances of a process that still run for an exit and have these variables. */
    List<String> running(String process, String exit, Map<String, Object> variables) {
        var query = runtime.createProcessInstanceQuery()
                .processDefinitionKey(process)
                .processInstanceBusinessKey(exit);
        variables.forEach(query::variableValueEquals);
        return unchecked(
                () -> query.list().stream().map(instance -> instance.getId()).toList());
    }

    /** Whether an instance with these variables is at one of these activities, other than the one for this asset. */
    boolean isAnyAt(
            String process, String exit, List<String> activities, Map<String, Object> variables, String otherThan) {
        return unchecked(() -> activities.stream().anyMatch(activity -> {
            var query = runtime.createExecutionQuery()
                    .processDefinitionKey(process)
                    .processInstanceBusinessKey(exit)
                    .activityId(activity);
            variables.forEach(query::processVariableValueEquals);
            if (!otherThan.isEmpty()) {
                query.processVariableValueNotEquals("asset", otherThan);
            }
            return query.count() > 0;
        }));
    }

    /** Names of the open tasks of an exit, whoever may see them, but for these. */
    List<String> openTasks(String exit, Set<String> butFor) {
        return unchecked(
                () -> engine.getTaskService().createTaskQuery().processInstanceBusinessKey(exit).list().stream()
                        .filter(task -> !butFor.contains(task.getTaskDefinitionKey()))
                        .map(task -> task.getName())
                        .toList());
    }

    @Nullable
    Object variable(String instance, String name) {
        return engine.getCommandExecutorTxRequired()
                .execute(context -> context.runWithoutAuthorization(() -> runtime.getVariable(instance, name)));
    }

    /** Ends what facts have overtaken, such as a decision on an asset that was excepted meanwhile. */
    void end(String process, String exit, Map<String, Object> variables, String why) {
        running(process, exit, variables).forEach(instance -> end(instance, why));
    }

    void end(String instance, String why) {
        unchecked(() -> {
            runtime.deleteProcessInstance(instance, why);
            return instance;
        });
    }

    private void tell(MessageCorrelationBuilder correlation) {
        // correlate() would mark the transaction for rollback when nobody waits, and the facts in it would be lost
        unchecked(correlation::correlateAllWithResult);
    }

    private <T> T unchecked(java.util.concurrent.Callable<T> command) {
        return engine.getCommandExecutorTxRequired().execute(context -> context.runWithoutAuthorization(command));
    }
}
