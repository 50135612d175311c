package dev.handback.process;

import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import java.util.List;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.springframework.stereotype.Component;

/** What a repair does in the engine. The rights were asked by the database, of two people. */
@Component
class StuckInstances {
    private final RuntimeService runtime;
    private final RepositoryService models;
    private final ManagementService jobs;
    private final ProcessEngineConfigurationImpl engine;

    StuckInstances(ProcessEngine engine) {
        this.runtime = engine.getRuntimeService();
        this.models = engine.getRepositoryService();
        this.jobs = engine.getManagementService();
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    String exit(String instance) {
        return unchecked(() -> instance(instance).getBusinessKey());
    }

    /** @throws Refused saying why this cannot be done there */
    void demand(String kind, String instance, String activity) {
        unchecked(() -> kind.equals("RETRY_JOB")
                ? failed(instance, activity).size()
                : filing(instance, activity).getId().length());
    }

    void repair(String kind, String instance, String activity) {
        unchecked(() -> {
            if (kind.equals("RETRY_JOB")) {
                failed(instance, activity).forEach(job -> jobs.setJobRetries(job.getId(), 1));
            } else {
                waitAgain(instance, activity);
            }
            return instance;
        });
    }

    // By id: what is cancelled "for the activity" would be the new wait, too.
    private void waitAgain(String instance, String activity) {
        var lost = runtime.getActivityInstance(instance).getActivityInstances(activity);
        ProcessInstanceModificationBuilder again = runtime.createProcessInstanceModification(instance)
                .startBeforeActivity(filing(instance, activity).getId());
        for (var wait : lost) {
            again = again.cancelActivityInstance(wait.getId());
        }
        again.execute();
    }

    private List<Job> failed(String instance, String activity) {
        var failed = jobs.createJobQuery()
                .processInstanceId(instance(instance).getId())
                .activityId(activity)
                .noRetriesLeft()
                .list();
        if (failed.isEmpty()) {
            throw new Refused("instance " + instance + " has no failed job at " + activity);
        }
        return failed;
    }

    /** The step that asks for what is waited for: only from there may a wait begin again. */
    private FlowNode filing(String instance, String activity) {
        var stuck = instance(instance);
        FlowNode wait =
                models.getBpmnModelInstance(stuck.getProcessDefinitionId()).getModelElementById(activity);
        if (!(wait instanceof CatchEvent || wait instanceof ReceiveTask)) {
            throw new Refused(activity + " is no wait of process " + stuck.getProcessDefinitionKey()
                    + ": a repair completes and skips no task");
        }
        if (!runtime.getActiveActivityIds(instance).contains(activity)) {
            throw new Refused("instance " + instance + " does not wait at " + activity);
        }
        var before = wait.getPreviousNodes().list();
        if (before.size() != 1 || !(before.get(0) instanceof ServiceTask step)) {
            throw new Refused(
                    activity + " is not waited for right behind one step that asks for it: it cannot begin again");
        }
        return step;
    }

    private ProcessInstance instance(String id) {
        var instance =
                runtime.createProcessInstanceQuery().processInstanceId(id).singleResult();
        if (instance == null) {
            throw new NotFound("process instance", id);
        }
        return instance;
    }

    private <T> T unchecked(Callable<T> work) {
        return engine.getCommandExecutorTxRequired().execute(context -> context.runWithoutAuthorization(work));
    }
}
