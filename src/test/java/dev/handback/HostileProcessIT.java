package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.demo.GitHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Everything that somebody who owns the engine can do with tokens and variables, without the engine asking anybody's rights:
 * no row may appear in a table that a gate guards but those that this test, by rules of its own, calls right. Processes,
 * expressions and guarded tables are enumerated, so that new ones are met without a change here.
 */
@Journey
class HostileProcessIT {
    private static final boolean ALL = Boolean.getBoolean("handback.deep");

    /** Nobody, the machine, and one of each group. */
    private static final List<String> WHO = List.of("", "system", "olga", "erin", "lea", "adam", "ada");

    /** What makes a row right, said over plain rows; a guarded table that is not named here must stay as it is. */
    private static final Map<String, String> RIGHT = Map.of(
            "attempt", """
                    r.actor like 'system:%' and exists (select from handback.register_agreed g where g.exit_id = r.exit_id)
                    and exists (select from handback.authority_decided d join handback.authority_proposed p on p.fact = d.proposal
                                where d.exit_id = r.exit_id and p.connection = r.connection and d.decision = 'CONFIRMED')""",
            "asset_check", """
                    exists (select from handback.membership_change m where m.person = r.actor and m.grp = 'engineering' and m.granted)
                    and exists (select from handback.attempt_ended e where e.exit_id = r.exit_id and e.asset = r.asset
                                and e.number = r.number and e.outcome in ('VERIFIED', 'EMPTY'))""",
            "exception_decided", """
                    exists (select from handback.exception_asked a join handback.person p on p.id = a.actor
                            join handback.person q on q.id = r.actor where a.fact = r.asked and p.identity_key <> q.identity_key)""",
            "authority_decided", """
                    exists (select from handback.membership_change m where m.person = r.actor and m.grp = 'legal' and m.granted)
                    and exists (select from handback.authority_proposed p join handback.person a on a.id = p.actor
                                join handback.person b on b.id = r.actor where p.fact = r.proposal and a.identity_key <> b.identity_key)""",
            "certificate", """
                    r.actor like 'system:%' and exists (select from handback.certificate_requested q where q.request = r.request)
                    and (r.kind <> 'ASSET_RETURN' or not exists (select from handback.certificate_asset a where a.number = r.number
                         and not exists (select from handback.asset_check c where c.exit_id = r.exit_id and c.asset = a.asset
                                         and c.decision = 'PASS')))""");

    private final Walk walk;
    private final ProcessEngine engine;
    private final JdbcClient db;
    private final List<String> deployments = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private List<String> guarded = List.of();

    HostileProcessIT(@LocalServerPort int port, GitHost vendor, ProcessEngine engine, JdbcClient db) {
        this.walk = new Walk(port, vendor);
        this.engine = engine;
        this.db = db;
    }

    @BeforeAll
    void findWhatIsGuarded() {
        var tables = new TreeSet<>(db.sql("""
                        select distinct c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
                        where t.tgname = 'guard' and c.relnamespace = 'handback'::regnamespace""").query(String.class).list());
        assertThat(tables).contains("attempt", "asset_check", "exception_decided", "certificate_decided");
        tables.addAll(List.of("certificate", "authority_decided"));
        guarded = List.copyOf(tables);
    }

    @AfterAll
    void leaveTheEngineAsItWas() {
        deployments.forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
        System.getLogger("hostile")
                .log(System.Logger.Level.INFO, "hostile acts done: " + done + ", refused: " + refused);
    }

    @Test
    void noTokenPutAnywhereMakesARowThatTheModelForbids() {
        for (var exit : exits()) {
            var turn = 0;
            for (var process : shipped()) {
                for (var node : model(process).getModelElementsByType(FlowNode.class)) {
                    for (var who : turn(turn++)) {
                        var what = process.getKey() + " at " + node.getId();
                        act(
                                exit,
                                who,
                                what,
                                () -> pushOn(
                                        runtime()
                                                .createProcessInstanceById(process.getId())
                                                .businessKey(exit)
                                                .setVariables(variables(
                                                        exit, node.getId().length()))
                                                .startBeforeActivity(node.getId())
                                                .execute(),
                                        exit));
                    }
                }
            }
        }
        assertThat(done.get()).isGreaterThan(50);
        assertThat(refused.get()).isGreaterThan(50);
    }

    @Test
    void noStepOfOursCalledFromAForeignModelMakesARowThatTheModelForbids() {
        var expressions = new TreeSet<String>();
        shipped().forEach(process -> model(process)
                .getModelElementsByType(ServiceTask.class)
                .forEach(step -> expressions.add(String.valueOf(step.getCamundaExpression()))));
        assertThat(expressions).hasSizeGreaterThan(30);
        var foreign = new LinkedHashMap<String, String>();
        expressions.forEach(expression -> foreign.put("Foreign" + foreign.size(), expression));
        deploy(foreign.entrySet().stream()
                .map(entry -> Bpmn.createExecutableProcess(entry.getKey())
                        .camundaHistoryTimeToLive(1)
                        .startEvent()
                        .serviceTask("Step")
                        .camundaExpression(entry.getValue())
                        .endEvent()
                        .done())
                .toList());

        for (var exit : exits()) {
            foreign.forEach((key, expression) -> {
                for (var who : WHO) {
                    for (int word = 0; word < (ALL ? 12 : 1); word++) {
                        var values = variables(exit, word);
                        act(exit, who, expression, () -> runtime().startProcessInstanceByKey(key, exit, values));
                    }
                }
            });
        }
    }

    @Test
    void noInstanceMigratedToAModelWithoutGatesMakesARowThatTheModelForbids() {
        var exit = exits().get(0);
        var turn = 0;
        for (var process : shipped()) {
            var model = model(process);
            var steps = model.getModelElementsByType(ServiceTask.class).stream()
                    .map(ServiceTask::getCamundaExpression)
                    .filter(expression -> expression != null && expression.contains(".record"))
                    .toList();
            for (var task : model.getModelElementsByType(UserTask.class)) {
                for (var step : steps) {
                    if (task.getParentElement() instanceof SubProcess) {
                        continue;
                    }
                    var straight = deploy(List.of(Bpmn.createExecutableProcess("Straight" + process.getKey() + turn)
                            .camundaHistoryTimeToLive(1)
                            .startEvent()
                            .userTask(task.getId())
                            .serviceTask("Step")
                            .camundaExpression(step)
                            .endEvent()
                            .done()));
                    for (var who : turn(turn++)) {
                        act(exit, who, task.getId() + " straight to " + step, () -> {
                            var instance = runtime()
                                    .createProcessInstanceById(process.getId())
                                    .businessKey(exit)
                                    .setVariables(variables(exit, 0))
                                    .startBeforeActivity(task.getId())
                                    .execute();
                            runtime()
                                    .newMigration(runtime()
                                            .createMigrationPlan(process.getId(), straight)
                                            .mapActivities(task.getId(), task.getId())
                                            .build())
                                    .processInstanceIds(instance.getId())
                                    .execute();
                            pushOn(instance, exit);
                        });
                    }
                }
            }
        }
    }

    /** One that waits for authority, and one whose asset waits for its check. */
    private List<String> exits() {
        if (exits.isEmpty()) {
            exits.add(walk.opened("vendor-team", "team/billing-api"));
            var whole = walk.authorised("vendor-team", "team/billing-api");
            assertThat(walk.outcome(whole, "billing-api")).isEqualTo("VERIFIED");
            exits.add(whole);
        }
        return exits;
    }

    private final List<String> exits = new ArrayList<>();

    private List<String> turn(int n) {
        return ALL ? WHO : List.of(WHO.get(n % WHO.size()), WHO.get((n * 3 + 2) % WHO.size()));
    }

    /** Variables set, tasks completed with any words, messages and signals sent, jobs retried and run. */
    private void pushOn(ProcessInstance instance, String exit) {
        var id = instance.getId();
        quietly(() -> runtime().setVariables(id, variables(exit, 1)));
        for (var task :
                engine.getTaskService().createTaskQuery().processInstanceId(id).list()) {
            quietly(() -> engine.getTaskService().complete(task.getId(), variables(exit, 2)));
            quietly(() -> engine.getTaskService().complete(task.getId()));
        }
        for (var wait :
                runtime().createEventSubscriptionQuery().processInstanceId(id).list()) {
            quietly(() -> runtime()
                    .createMessageCorrelation(wait.getEventName())
                    .processInstanceId(id)
                    .setVariables(variables(exit, 3))
                    .correlateAll());
        }
        for (var execution :
                runtime().createExecutionQuery().processInstanceId(id).active().list()) {
            quietly(() -> runtime().signal(execution.getId(), variables(exit, 4)));
        }
        for (var job : engine.getManagementService()
                .createJobQuery()
                .processInstanceId(id)
                .list()) {
            quietly(() -> engine.getManagementService().setJobRetries(job.getId(), 5));
            quietly(() -> engine.getManagementService().executeJob(job.getId()));
        }
        quietly(() -> runtime().suspendProcessInstanceById(id));
        quietly(() -> runtime().activateProcessInstanceById(id));
    }

    private void act(String exit, String who, String what, Runnable hostile) {
        var before = runtime().createProcessInstanceQuery().processInstanceBusinessKey(exit).list().stream()
                .map(ProcessInstance::getId)
                .toList();
        as(who, () -> quietly(hostile));
        for (var left : runtime()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(exit)
                .list()) {
            if (!before.contains(left.getId())) {
                as("system", () -> removed(left.getId()));
            }
        }
        for (var table : guarded) {
            assertThat(wrong(exit, table))
                    .as("%s in exit %s: %s as %s", table, exit, what, who)
                    .isEmpty();
        }
    }

    private void removed(String instance) {
        try {
            runtime().deleteProcessInstance(instance, "hostile");
        } catch (ProcessEngineException gone) {
            // it ended meanwhile, or a job of it runs just now: what that writes is judged with the next act
            refused.incrementAndGet();
        }
    }

    private List<Map<String, Object>> wrong(String exit, String table) {
        return db.sql("select r.* from handback.%s r where r.exit_id = ? and not (%s)"
                        .formatted(table, RIGHT.getOrDefault(table, "false")))
                .param(exit)
                .query()
                .listOfRows();
    }

    private void quietly(Runnable hostile) {
        try {
            hostile.run();
            done.incrementAndGet();
        } catch (RuntimeException no) {
            refused.incrementAndGet();
        }
    }

    /** The engine asks no rights of anybody here; the database knows who acts. */
    private void as(String who, Runnable work) {
        engine.getIdentityService().clearAuthentication();
        if (who.equals("system")) {
            SystemActor.run("hostile", work);
            return;
        }
        if (!who.isEmpty()) {
            var groups = db.sql("select grp from handback.membership where person = ?")
                    .param(who)
                    .query(String.class)
                    .list();
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                            who, null, AuthorityUtils.createAuthorityList(groups)));
        }
        try {
            work.run();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Every name that an expression of ours uses, with what a hostile person would like it to be. */
    private Map<String, Object> variables(String exit, int word) {
        var words = List.of(
                "CONFIRM",
                "SIGNED",
                "CHECKED",
                "APPROVE",
                "PASS",
                "EXCEPTION",
                "VERIFIED",
                "FROZEN",
                "SETTLED",
                "CONFIRM_EMPTY",
                "ACCEPT",
                "CLEARED");
        var values = new LinkedHashMap<String, Object>();
        var decision = words.get(word % words.size());
        values.put("exitId", exit);
        values.put("asset", "billing-api");
        values.put("connection", "vendor-team");
        values.put("request", exit + "-Q1");
        values.put("number", exit + "-C1");
        values.put("reason", "because I say so");
        values.put("basis", "clause 1");
        values.put("until", "2099-01-01");
        values.put("task", "no-task");
        for (var name :
                List.of("decision", "decided", "drawUp", "outcome", "check", "gate", "answer", "what", "review")) {
            values.put(name, decision);
        }
        for (var name :
                List.of("confirmed", "stopped", "more", "moreCome", "excepted", "done", "legalApproved", "facts")) {
            values.put(name, true);
        }
        return values;
    }

    private List<ProcessDefinition> shipped() {
        return engine.getRepositoryService().createProcessDefinitionQuery().latestVersion().list().stream()
                .filter(process -> process.getResourceName().endsWith(process.getKey() + ".bpmn"))
                .filter(process -> !process.getKey().startsWith("Foreign")
                        && !process.getKey().startsWith("Straight"))
                .toList();
    }

    private BpmnModelInstance model(ProcessDefinition process) {
        return engine.getRepositoryService().getBpmnModelInstance(process.getId());
    }

    private String deploy(List<BpmnModelInstance> models) {
        var deployment = engine.getRepositoryService().createDeployment().name("hostile");
        for (int n = 0; n < models.size(); n++) {
            deployment.addModelInstance("hostile" + n + ".bpmn", models.get(n));
        }
        var deployed = deployment.deployWithResult();
        deployments.add(deployed.getId());
        return deployed.getDeployedProcessDefinitions().get(0).getId();
    }

    private RuntimeService runtime() {
        return engine.getRuntimeService();
    }
}
