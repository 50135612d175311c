package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one door to a stuck token: two people, and only what completes and skips nothing. */
@Journey
class RepairsIT {
    private final Walk walk;
    private final ProcessEngine engine;
    private final JdbcClient db;

    RepairsIT(@LocalServerPort int port, GitHost vendor, ProcessEngine engine, JdbcClient db) {
        this.walk = new Walk(port, vendor);
        this.engine = engine;
        this.db = db;
    }

    @Test
    void aLostWaitBeginsAgainOnTheWordOfTwoPeople() {
        var exit = walk.authorised("vendor-team", "team/billing-api");
        assertThat(walk.outcome(exit, "billing-api")).isEqualTo("VERIFIED");
        var instance = waiting(exit, "Event_HandOverDecided");
        var proposed = propose("adam", instance, "Event_HandOverDecided", "WAIT_AGAIN");
        assertThat(proposed.status()).isEqualTo(201);
        var proposal = proposed.body().path("proposal").asText();

        var byTheSame = decide("adam", proposal);
        assertThat(byTheSame.status()).isEqualTo(403);
        assertThat(byTheSame.body().toString()).contains("second person");
        assertThat(decide("erin", proposal).status()).isEqualTo(403);
        var done = decide("olga", proposal).orFail();

        assertThat(done.body().path("state").asText()).isEqualTo("APPROVED");
        assertThat(waiting(exit, "Event_HandOverDecided")).isEqualTo(instance);
        assertThat(db.sql("select count(*) from handback.ledger_entry where exit_id = ? and fact_table like 'repair_%'")
                        .param(exit)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(decide("lea", proposal).status()).isEqualTo(409);
        walk.check("erin", exit, "billing-api");
    }

    @Test
    void aFailedJobIsTriedAgain() {
        var exit = walk.opened("vendor-team", "team/billing-api");
        var deployment = engine.getRepositoryService()
                .createDeployment()
                .addModelInstance(
                        "Failing.bpmn",
                        Bpmn.createExecutableProcess("Failing")
                                .camundaHistoryTimeToLive(1)
                                .startEvent()
                                .serviceTask("Task_Fails")
                                .camundaAsyncBefore()
                                .camundaExpression("${assetReturn.readOutcome(exitId, asset)}")
                                .endEvent()
                                .done())
                .deploy();
        try {
            // else the engine may be running the job in the moment its retries are set
            engine.getManagementService().suspendJobDefinitionByProcessDefinitionKey("Failing");
            var instance = engine.getRuntimeService().startProcessInstanceByKey("Failing", exit);
            var none = propose("adam", instance.getId(), "Task_Elsewhere", "RETRY_JOB");
            assertThat(none.status()).isEqualTo(409);
            assertThat(none.body().toString()).contains("no failed job");
            var job = engine.getManagementService()
                    .createJobQuery()
                    .processInstanceId(instance.getId())
                    .singleResult();
            engine.getManagementService().setJobRetries(job.getId(), 0);
            engine.getManagementService().activateJobDefinitionByProcessDefinitionKey("Failing", true);
            var proposal = propose("adam", instance.getId(), "Task_Fails", "RETRY_JOB")
                    .orFail()
                    .body()
                    .path("proposal")
                    .asText();
            engine.getRuntimeService().setVariables(instance.getId(), Map.of("exitId", exit, "asset", "billing-api"));

            decide("lea", proposal).orFail();

            Desk.await("the job to run", () -> Optional.of(engine.getRuntimeService()
                            .createProcessInstanceQuery()
                            .processInstanceId(instance.getId())
                            .count())
                    .filter(left -> left == 0));
        } finally {
            engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
        }
    }

    @Test
    void noTaskOfAPersonIsCompletedOrSkipped() {
        var exit = walk.opened("vendor-team", "team/billing-api");
        var task = Desk.await(
                "a task",
                () -> engine.getTaskService().createTaskQuery().processInstanceBusinessKey(exit).list().stream()
                        .findFirst());

        var refused = propose("adam", task.getProcessInstanceId(), task.getTaskDefinitionKey(), "WAIT_AGAIN");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("completes and skips no task");
        assertThat(propose("olga", task.getProcessInstanceId(), task.getTaskDefinitionKey(), "RETRY_JOB")
                        .status())
                .isIn(403, 409);
        assertThat(propose("adam", "no-instance", "x", "WAIT_AGAIN").status()).isEqualTo(404);
        assertThat(propose("adam", "", "", "COMPLETE").body().toString()).contains("instance", "activity", "kind");
    }

    @Test
    void theModelsThatRunStandInTheLedger() {
        var models = db.sql("select models::text from handback.models_deployed order by at desc limit 1")
                .query(String.class)
                .single();

        assertThat(models).contains("ContractExit.bpmn", "CertificateSignOff.bpmn", "HandOver.form");
    }

    private Desk.Answer propose(String who, String instance, String activity, String kind) {
        return walk.desk(who)
                .post(
                        "/api/repairs",
                        Map.of(
                                "instance",
                                instance,
                                "activity",
                                activity,
                                "kind",
                                kind,
                                "reason",
                                "the answer was lost"));
    }

    private Desk.Answer decide(String who, String proposal) {
        return walk.desk(who)
                .post("/api/repairs/" + proposal + "/decide", Map.of("approve", true, "reason", "looked at the log"));
    }

    private String waiting(String exit, String activity) {
        return Desk.await(activity, () -> engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(exit)
                .activityIdIn(activity)
                .list()
                .stream()
                .map(ProcessInstance::getId)
                .findFirst());
    }
}
