package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The days of a contract: asked about when they are near, and moved by a dated decision. */
@Journey
class DatesIT {
    private final Walk walk;
    private final ManagementService jobs;
    private final RuntimeService processes;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    DatesIT(@LocalServerPort int port, GitHost vendor, ManagementService jobs, RuntimeService processes) {
        this.walk = new Walk(port, vendor);
        this.jobs = jobs;
        this.processes = processes;
    }

    @Test
    void asksOperationsOnceAboutADayThatIsNearAndAgainOnceItIsMoved() {
        var exit = ending(today.plusDays(5), "plain");
        var question = "Say how the dates are met – " + exit;

        tick(exit);
        Desk.await("the question", () -> walk.desk("olga").task(exit, question));
        assertThat(dates(exit).path("alarms")).hasSize(1);
        assertThat(dates(exit).path("alarms").get(0).path("daysBefore").asInt()).isEqualTo(7);
        assertThat(walk.desk("erin").task(exit, question)).isEmpty();
        assertThat(walk.desk("olga")
                        .complete(exit, question, Map.of("answer", ""))
                        .status())
                .isEqualTo(400);
        walk.desk("olga")
                .complete(exit, question, Map.of("answer", "two more engineers"))
                .orFail();
        assertThat(dates(exit).path("alarms").get(0).path("answer").asText()).isEqualTo("two more engineers");

        tick(exit);
        assertThat(dates(exit).path("alarms")).hasSize(1);
        move(exit, today.plusDays(6)).orFail();
        tick(exit);
        Desk.await("the question about the moved day", () -> walk.desk("olga").task(exit, question));
        move(exit, today.plusDays(20)).orFail();
        walk.desk("olga")
                .complete(exit, question, Map.of("answer", "it was moved"))
                .orFail();
        move(exit, today.plusDays(100)).orFail();
        tick(exit);
        assertThat(walk.desk("olga").task(exit, question)).isEmpty();
        move(exit, today.plusDays(20)).orFail();
        tick(exit);
        Desk.await("the next question", () -> walk.desk("olga").task(exit, question));
        assertThat(dates(exit).path("alarms").get(0).path("daysBefore").asInt()).isEqualTo(30);
    }

    @Test
    void openTasksAreDueByTheDateThatWasMoved() {
        var exit = ending(today.plusDays(5), "plain");
        assertThat(due(exit)).startsWith(today.plusDays(6).toString());

        move(exit, today.plusDays(60)).orFail();

        assertThat(due(exit)).startsWith(today.plusDays(10).toString());
        assertThat(walk.desk("olga")
                        .get("/api/exits/" + exit)
                        .orFail()
                        .body()
                        .at("/contract/end")
                        .asText())
                .isEqualTo(today.plusDays(60).toString());
        assertThat(move(exit, today.plusDays(60)).status()).isEqualTo(409);
        var engineer = walk.desk("erin").post("/api/exits/" + exit + "/dates", word(today.plusDays(70)));
        assertThat(engineer.status()).isEqualTo(403);
        var nothing = walk.desk("olga").post("/api/exits/" + exit + "/dates", Map.of());
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.body().toString()).contains("contractEnd", "document", "reason");
    }

    @Test
    void refusesAProfileThatDoesNotExistAndNamesThoseThatDo() {
        var unknown = walk.desk("olga").tryOpen(facts(today.plusDays(5), "bank"), "");

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body().toString()).contains("profile", "plain", "bank");
    }

    /** Java's own last day would be kept as infinity; numbers and lists are no days at all. */
    @Test
    void refusesDaysThatNobodyMeansAtEveryDoor() {
        var exit = ending(today.plusDays(50), "plain");
        var days = List.<Object>of(
                "2026-02-30",
                "31.12.2026",
                "1899-12-31",
                "+10000-01-01",
                "+999999999-12-31",
                "infinity",
                20261231,
                List.of(2026, 12, 31));

        for (var day : days) {
            refused(exit, "/dates", Map.of("contractEnd", day, "document", "Amendment 3", "reason", "more time"));
            refused(
                    exit,
                    "/dates",
                    Map.of(
                            "contractEnd",
                            today.plusDays(60).toString(),
                            "vendorErasesAt",
                            day,
                            "document",
                            "Amendment 3",
                            "reason",
                            "more time"));
            refused(exit, "/authority", Map.of("connection", "vendor-team", "basis", "clause 14", "until", day));
            refused(
                    exit,
                    "/freeze",
                    Map.of(
                            "connection",
                            "vendor-team",
                            "attestedBy",
                            "Vera Vendor",
                            "since",
                            day,
                            "reason",
                            "a letter"));
            refused(
                    exit,
                    "/parties",
                    Map.of("party", "VENDOR", "name", "Heir", "since", day, "document", "a deed", "reason", "sold"));
            refused(
                    exit,
                    "/trigger",
                    Map.of("trigger", "CAUSE", "since", day, "document", "a letter", "reason", "breach"));
            refused(exit, "/stays", Map.of("reason", "a court said so", "since", day));
            assertThat(walk.desk("olga")
                            .upload(
                                    "/api/exits/" + exit + "/declaration?declaredBy=Vera%20Vendor&declaredOn="
                                            + java.net.URLEncoder.encode(
                                                    day.toString(), java.nio.charset.StandardCharsets.UTF_8),
                                    "unused",
                                    Map.of(),
                                    "file",
                                    "list.csv",
                                    "title\nA thing\n")
                            .status())
                    .as("declared on %s", day)
                    .isEqualTo(400);
        }
        assertThat(dates(exit).path("moved")).isEmpty();
        var early = Map.<String, Object>of(
                "contractEnd",
                today.plusDays(60).toString(),
                "assistanceEnd",
                today.plusDays(59).toString(),
                "document",
                "Amendment 3",
                "reason",
                "more time");
        refused(exit, "/dates", early);
    }

    private void refused(String exit, String door, Map<String, Object> word) {
        var answer = walk.desk("olga").post("/api/exits/" + exit + door, word);
        assertThat(answer.status()).as("%s %s: %s", door, word, answer.body()).isEqualTo(400);
        assertThat(answer.body().toString()).as(door).doesNotContain("Exception", "sql");
    }

    private Desk.Answer move(String exit, LocalDate end) {
        return walk.desk("olga").post("/api/exits/" + exit + "/dates", word(end));
    }

    private static Map<String, Object> word(LocalDate end) {
        return Map.of("contractEnd", end.toString(), "document", "Amendment 3", "reason", "more time is needed");
    }

    private com.fasterxml.jackson.databind.JsonNode dates(String exit) {
        return walk.desk("olga").get("/api/exits/" + exit + "/dates").orFail().body();
    }

    private String due(String exit) {
        for (var task : walk.desk("olga").get("/api/tasks").orFail().body()) {
            if (task.path("exitId").asText().equals(exit)
                    && task.path("task").asText().equals("AgreeRegister")) {
                return task.path("due").asText();
            }
        }
        return "";
    }

    /** The six hours pass; returns once what they bring is done. */
    private void tick(String exit) {
        var instance = processes
                .createProcessInstanceQuery()
                .processDefinitionKey("ContractExit")
                .processInstanceBusinessKey(exit)
                .singleResult()
                .getId();
        var timer = jobs.createJobQuery().processInstanceId(instance).timers().singleResult();
        jobs.executeJob(timer.getId());
        Desk.await("the look at the dates", () -> Optional.of(jobs.createJobQuery()
                        .processInstanceId(instance)
                        .messages()
                        .count())
                .filter(count -> count == 0));
    }

    private String ending(LocalDate end, String profile) {
        return walk.desk("olga").open(facts(end, profile), "");
    }

    private static Map<String, Object> facts(LocalDate end, String profile) {
        var facts = new HashMap<>(Walk.facts());
        facts.put("profile", profile);
        facts.put("contract", Map.of("reference", "MSA-2021-07", "end", end.toString()));
        return facts;
    }
}
