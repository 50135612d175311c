package dev.handback.process;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.MessageCorrelationBuilder;
import org.springframework.stereotype.Component;

/**
 * Starts processes for an exit and tells waiting ones. Nobody waiting is no fault: an instance may have been ended
 * meanwhile, and what happened must be recorded all the same.
 */
@Component
class Instances {
    private final RuntimeService runtime;

    Instances(RuntimeService runtime) {
        this.runtime = runtime;
    }

    void start(String process, String exit, Map<String, Object> variables) {
        runtime.createProcessInstanceByKey(process)
                .businessKey(exit)
                .setVariable("exitId", exit)
                .setVariables(variables)
                .execute();
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

    /** Ids of the instances of a process that still run for an exit and have these variables. */
    List<String> running(String process, String exit, Map<String, Object> variables) {
        var query = runtime.createProcessInstanceQuery()
                .processDefinitionKey(process)
                .processInstanceBusinessKey(exit);
        variables.forEach(query::variableValueEquals);
        return query.list().stream().map(instance -> instance.getId()).toList();
    }

    private static void tell(MessageCorrelationBuilder correlation) {
        // correlate() would mark the transaction for rollback when nobody waits, and the facts in it would be lost
        correlation.correlateAllWithResult();
    }
}
