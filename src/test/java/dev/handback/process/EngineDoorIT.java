package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningHouse
class EngineDoorIT {
    private static final Map<String, Browser> LOGGED_IN = new HashMap<>();

    @LocalServerPort
    int port;

    @Autowired
    TinyExit tinyExit;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    @AfterEach
    void clean() {
        runtime.createProcessInstanceQuery().list().forEach(any -> runtime.deleteProcessInstance(any.getId(), "test"));
        tinyExit.ran.clear();
    }

    @Test
    void anExitIsStartedAndHandedOverAsTasklistDoes() throws IOException {
        var olga = as("olga");
        var erin = as("erin");

        var definition = olga.engineGet("/process-definition?latest=true&active=true&startableInTasklist=true"
                + "&startablePermissionCheck=true");
        var id = json.readTree(definition.body()).path(0).path("id").asText();
        var started = olga.enginePost(
                "/process-definition/" + id + "/submit-form", "{\"variables\":{\"title\":{\"value\":\"One\"}}}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);

        var filter = json.readTree(erin.engineGet("/filter").body());
        assertThat(filter)
                .singleElement()
                .satisfies(only -> assertThat(only.path("name").asText()).isEqualTo("Tasks of engineering"));
        var offered = erin.enginePost("/filter/" + filter.path(0).path("id").asText() + "/list", "{}");
        var task = json.readTree(offered.body()).path(0).path("id").asText();
        assertThat(erin.enginePost("/task/" + task + "/claim", "{\"userId\":\"erin\"}")
                        .statusCode())
                .isEqualTo(204);
        var completed = erin.enginePost(
                "/task/" + task + "/submit-form", "{\"variables\":{\"decision\":{\"value\":\"ACCEPT\"}}}");

        assertThat(completed.statusCode()).as(completed.body()).isIn(200, 204);
        assertThat(tinyExit.ran).first().asString().isEqualTo("ACCEPT by erin");
        await().untilAsserted(() -> assertThat(tinyExit.ran).last().asString().startsWith("later by system:"));
        await().until(() -> runtime.createProcessInstanceQuery().count() == 0);
    }

    @Test
    void aFieldThatTheFormHasNotIsRefusedByName() {
        var task = task();
        var erin = as("erin");

        var response = erin.enginePost(
                "/task/" + task + "/submit-form", "{\"variables\":{\"legalApproved\":{\"value\":true}}}");

        assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(response.body()).contains("legalApproved");
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"variables\":{\"decision\":{\"value\":\"rO0ABQ==\",\"type\":\"Object\",\"valueInfo\":{\"objectTypeName\":\"a\",\"serializationDataFormat\":\"application/x-java-serialized-object\"}}}}",
                "{\"variables\":{\"decision\":{\"value\":{\"a\":1}}}}",
                "{\"variables\":{},\"variables\":{\"decision\":{\"value\":\"ACCEPT\"}}}",
                "no json"
            })
    void onlyPlainValuesPass(String body) {
        var task = task();
        var erin = as("erin");

        assertThat(erin.enginePost("/task/" + task + "/submit-form", body).statusCode())
                .isEqualTo(400);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
    }

    @Test
    void nobodyClaimsForSomebodyElse() {
        var task = task();
        var erin = as("erin");

        assertThat(erin.enginePost("/task/" + task + "/claim", "{\"userId\":\"olga\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/task", "/task/count", "/filter/FILTER/list", "/filter/FILTER/count"})
    void expressionsInNestedQueriesNeverRun(String path) throws IOException {
        task();
        for (var person : new String[] {"erin", "adam"}) {
            var browser = as(person);
            var filter = json.readTree(browser.engineGet("/filter").body())
                    .path(0)
                    .path("id")
                    .asText();
            for (var query : new String[] {
                "{\"orQueries\":[{\"assigneeExpression\":\"${tinyExit.later()}\"}]}",
                "{\"assigneeExpression\":\"${tinyExit.later()}\"}",
                "{\"orQueries\":[{\"orQueries\":[{\"ownerExpression\":\"${''.getClass().forName('java.lang.Runtime')}\"}]}]}"
            }) {
                assertThat(browser.enginePost(path.replace("FILTER", filter), query)
                                .statusCode())
                        .as(person + query)
                        .isEqualTo(403);
            }
            assertThat(browser.engineGet("/task?assigneeExpression=%24%7BtinyExit.later()%7D")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(tinyExit.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /deployment/create",
                "POST /process-instance/ID/modification",
                "POST /process-instance/modification",
                "POST /modification/execute",
                "POST /migration/execute",
                "POST /process-definition/key/ContractExit/start",
                "PUT /process-instance/ID/variables/decision",
                "POST /process-instance/ID/variables",
                "PUT /task/TASK/variables/decision",
                "POST /task/TASK/variables",
                "POST /task/TASK/complete",
                "POST /task/TASK/assignee",
                "PUT /task/TASK",
                "POST /task/create",
                "POST /message",
                "POST /signal",
                "POST /authorization/create",
                "POST /filter/create",
                "POST /user/create",
                "POST /external-task/fetchAndLock",
                "DELETE /process-instance/ID",
                "PUT /job/ID/retries",
                "POST /%64eployment/create"
            })
    void everythingElseIsClosedAlsoForAdministrators(String request) {
        var task = task();
        var instance = tasks.createTaskQuery().taskId(task).singleResult().getProcessInstanceId();
        var parts = request.replace("TASK", task).replace("ID", instance).split(" ");
        for (var person : new String[] {"olga", "adam"}) {
            var browser = as(person);

            var response = browser.camunda(parts[0], "/camunda/api/engine/engine/default" + parts[1], "{}");

            assertThat(response.statusCode()).as(person).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/app/admin/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/app/welcome/default/",
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "/camunda/api/admin/auth/user/default/login/admin"
            })
    void camundasOwnLoginSetupAndAdminAreNeverReached(String path) {
        var adam = as("adam");

        assertThat(adam.camunda("POST", path, "{}").statusCode()).isEqualTo(403);
        assertThat(adam.get(path).statusCode()).isEqualTo(403);
        assertThat(new Browser(port).camunda("POST", path, "{}").statusCode()).isIn(302, 401);
    }

    @Test
    void cockpitIsForAdministrators() {
        var adam = as("adam");
        assertThat(adam.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(200);
        assertThat(adam.engineGet("/process-definition/count").statusCode()).isEqualTo(200);
        assertThat(as("erin").get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(403);
    }

    @Test
    void ourPagesMayLeaveTheSandboxOfTasklist() {
        var page = as("erin").get("/camunda/app/tasklist/default/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("allow-popups-to-escape-sandbox")
                .contains("'nonce-");
    }

    // Each login costs what a good password hash costs.
    private Browser as(String person) {
        return LOGGED_IN.computeIfAbsent(person, id -> {
            var browser = Browser.of(id, port);
            browser.get("/camunda/app/tasklist/default/");
            return browser;
        });
    }

    private String task() {
        var instance = runtime.startProcessInstanceByKey("ContractExit");
        return tasks.createTaskQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getId();
    }
}
