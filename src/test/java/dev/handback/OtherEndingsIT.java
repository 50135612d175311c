package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/** Ends of an exit that are seldom straight: recalled and ordered anew, by instruments, in waves, through sub-processors, contested. */
@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = {VendorAndClient.class, MovedTime.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
class OtherEndingsIT {
    private static final List<String> REPOSITORIES = List.of("website", "billing-api", "warehouse");

    private final Walk walk;
    private final DestructionWalk destruction;
    private final MovedTime time;
    private final GitHost vendor;
    private final Ledger ledger;
    private final ProcessEngineConfigurationImpl engine;

    OtherEndingsIT(@LocalServerPort int port, GitHost vendor, MovedTime time, Ledger ledger, ProcessEngine engine) {
        this.walk = new Walk(port, vendor);
        this.destruction = new DestructionWalk(walk, time);
        this.time = time;
        this.vendor = vendor;
        this.ledger = ledger;
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    @AfterEach
    void putTheRepositoriesBack() {
        REPOSITORIES.forEach(name -> {
            vendor.serve("team/" + name);
            vendor.protect("team/" + name, "client-exit", VendorAndClient.TOKEN);
        });
    }

    @Test
    void aHoldAfterServiceRecallsAndOnceItIsLiftedTheOrderIsGivenAnewAndTheExitCloses() {
        var exit = opened(git("website", "RETURN_THEN_DESTROY"), git("warehouse", "RETURN"));
        destruction.returned(exit, "FINAL", "warehouse", "website");
        var first = destruction.served(exit, "website");

        var hold = post(
                        "olga",
                        exit,
                        "/holds",
                        Map.of("asset", "website", "reason", "a claim", "document", "Matter 12"))
                .body()
                .path("hold")
                .path("hold")
                .asText();
        var recall = exit + "-R1";
        destruction.awaitTask("olga", exit, "Tell the holder of the recall " + recall);
        destruction.awaitRecall(exit, recall);
        post("olga", exit, "/recalls/" + recall + "/served", destruction.service());
        post("olga", exit, "/orders/" + first + "/stop-waiting", Map.of());
        begin(exit, "website");
        assertThat(destruction.clear(exit, "website").body().toString()).contains("ON_HOLD");
        post("leo", exit, "/holds/" + hold + "/lift", Map.of("reason", "the claim is settled"));
        destruction.clear(exit, "website").orFail();
        var second = destruction.serve(exit, destruction.drawnUp(exit));
        assertThat(second).isEqualTo(exit + "-D2");
        vendor.withdraw("team/website");
        destruction.accept(exit, second, destruction.attested(exit, second, "website"));

        assertThat(destruction.looks(exit, "website"))
                .as("the warehouse is shown beside it")
                .containsExactly("NOT_OBSERVED");
        destruction.signedDestruction(exit, "website");
        destruction.close(exit, "CLOSED", "vendor-team");
        walk.awaitState(exit, "CLOSED");
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void eachAssetEndsByItsDispositionAndItsInstrument() {
        var exit = opened(
                git("billing-api", "ASSIGN"),
                git("warehouse", "LICENSE").replace("FOREGROUND", "BACKGROUND_VENDOR"),
                "hosting,The hosting contract,manual,THIRD_PARTY,NOVATE,,\n",
                git("website", "DESTROY_ONLY"));
        var lea = walk.desk("lea");
        destruction.awaitTask("lea", exit, "Record the instruments");
        walk.check("erin", exit, "billing-api");
        walk.check("erin", exit, "warehouse");
        assertThat(instrument(exit, "LICENCE", "billing-api").body().toString())
                .contains("disposition ASSIGN is not done by an instrument of type LICENCE");
        instrument(exit, "ASSIGNMENT", "billing-api").orFail();
        instrument(exit, "LICENCE", "warehouse").orFail();
        assertThat(lea.task(exit, "Record the instruments")).isPresent();
        instrument(exit, "NOVATION", "hosting").orFail();
        assertThat(lea.task(exit, "Record the instruments")).isEmpty();
        destruction.sign("leo", exit, walk.drawnUp(exit, "FINAL", "billing-api", "warehouse", "hosting", "website"));
        walk.awaitState(exit, "RETURN_FINAL");

        begin(exit, "website");
        assertThat(destruction.clear(exit, "website").body().toString()).contains("COUNSEL");
        post(
                "lea",
                exit,
                "/clearances",
                Map.of(
                        "assets",
                        List.of("website"),
                        "basis",
                        "clause 14.3",
                        "reason",
                        "we must not hold it",
                        "answerBy",
                        "2099-12-31",
                        "counselBasis",
                        "opinion of 2 November: other customers' data"));
        var number = destruction.serve(exit, destruction.drawnUp(exit));
        vendor.withdraw("team/website");
        destruction.accept(exit, number, destruction.attested(exit, number, "website"));
        destruction.signedDestruction(exit, "website");
        destruction.close(exit, "CLOSED", "vendor-team");

        walk.awaitState(exit, "CLOSED");
        assertThat(asset(exit, "website", "attempts"))
                .as("nothing of it was ever taken")
                .isEqualTo("[]");
        assertThat(destruction.looks(exit, "website")).containsExactly("NOT_OBSERVED");
    }

    @Test
    void wavesOverlapAndAnAssetIsInOneLivingOrderOnly() {
        var exit = opened(
                git("website", "RETURN_THEN_DESTROY"),
                git("billing-api", "RETURN_THEN_DESTROY"),
                git("warehouse", "RETURN"));
        destruction.returned(exit, "INTERIM", "website");
        var first = destruction.served(exit, "website");
        walk.check("erin", exit, "billing-api");
        walk.check("erin", exit, "warehouse");
        destruction.sign("lea", exit, walk.drawnUp(exit, "FINAL", "billing-api", "warehouse", "website"));

        begin(exit, "website", "billing-api");
        assertThat(destruction.clear(exit, "website", "billing-api").body().toString())
                .contains("website");
        destruction.clear(exit, "billing-api").orFail();
        var second = destruction.serve(exit, destruction.drawnUp(exit));
        assertThat(List.of(destruction.state(exit, "website"), destruction.state(exit, "billing-api")))
                .containsOnly("SERVED");
        assertThat(destruction
                        .post(
                                "olga",
                                exit,
                                "/attestations",
                                Map.of("order", first, "rows", List.of(destruction.row("billing-api"))))
                        .status())
                .as("what one order is about is no answer to the other")
                .isEqualTo(409);

        vendor.withdraw("team/billing-api");
        destruction.accept(exit, second, destruction.attested(exit, second, "billing-api"));
        assertThat(destruction.state(exit, "website"))
                .as("the earlier wave still waits")
                .isEqualTo("SERVED");
        vendor.withdraw("team/website");
        destruction.accept(exit, first, destruction.attested(exit, first, "website"));
        destruction.signedDestruction(exit, "billing-api", "website");
        destruction.close(exit, "CLOSED", "vendor-team");
        walk.awaitState(exit, "CLOSED");
    }

    @Test
    void aSubprocessorThatIsNotDoneYetIsATailUntilItIs() {
        var exit = opened(git("warehouse", "RETURN_THEN_DESTROY"), git("website", "RETURN"));
        destruction.returned(exit, "FINAL", "warehouse", "website");
        var number = destruction.served(exit, "warehouse");
        vendor.withdraw("team/warehouse");
        var until = LocalDate.now(time.withZone(ZoneOffset.UTC)).plusDays(20).toString();
        var row = destruction.row("warehouse");
        row.put("subprocessors", List.of(Map.of("name", "Pune Backups", "state", "IN_PROGRESS", "on", until)));

        destruction.accept(exit, number, destruction.attested(exit, number, List.of(row)));
        assertThat(destruction.state(exit, "warehouse")).isEqualTo("TAIL");
        assertThat(destruction.get(exit, "/close").path("againstClosed").toString())
                .contains("warehouse");
        pass(Duration.ofDays(21));
        destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);
        row.put("subprocessors", List.of(Map.of("name", "Pune Backups", "state", "DONE", "on", until)));
        row.put("completedOn", until);
        destruction.accept(exit, number, destruction.attested(exit, number, List.of(row)));

        assertThat(destruction.state(exit, "warehouse")).isEqualTo("EVIDENCE_ACCEPTED");
        destruction.signedDestruction(exit, "warehouse");
        destruction.close(exit, "CLOSED", "vendor-team");
        walk.awaitState(exit, "CLOSED");
    }

    @Test
    void aDisputeOutlivesTheExitUntilLegalSettlesIt() {
        var exit = opened(git("website", "RETURN"), git("warehouse", "RETURN"));
        destruction.returned(exit, "INTERIM", "website", "warehouse");
        post("erin", exit, "/assets/warehouse/dispute", Map.of("party", "Orbit", "reason", "they claim the warehouse"));
        post("olga", exit, "/assets/warehouse/exception", Map.of("reason", "contested, rights reserved"));
        for (var person : List.of("otto", "lea")) {
            post(
                    person,
                    exit,
                    "/assets/warehouse/exception",
                    Map.of("decision", "APPROVE", "reason", "the court decides"));
        }
        destruction.sign("leo", exit, walk.drawnUp(exit, "FINAL", "warehouse", "website"));
        walk.awaitState(exit, "RETURN_FINAL");
        var due = LocalDate.now(time.withZone(ZoneOffset.UTC)).plusDays(30);
        var residual = post(
                        "olga",
                        exit,
                        "/residuals",
                        Map.of(
                                "kind",
                                "DISPUTE",
                                "asset",
                                "warehouse",
                                "what",
                                "who owns the warehouse",
                                "owner",
                                "otto",
                                "due",
                                due.toString()))
                .body()
                .path("residual")
                .asText();
        assertThat(destruction.get(exit, "/close").path("againstClosed").toString())
                .contains("RESIDUAL_OPEN");
        destruction.close(exit, "WITH_RESIDUALS", "vendor-team");
        walk.awaitState(exit, "CLOSED_WITH_RESIDUALS");

        pass(Duration.ofDays(17));
        destruction.awaitTask("otto", exit, "Settle");
        var settle = "/residuals/" + residual + "/settle";
        assertThat(destruction
                        .post("otto", exit, settle, Map.of("how", "they gave in"))
                        .body()
                        .toString())
                .as("the dispute itself is legal's to settle")
                .contains("contested by Orbit, not settled");
        walk.desk("lea")
                .post("/api/exits/" + exit + "/assets/warehouse/dispute/settle", Map.of("reason", "judgment of 3 May"))
                .orFail();
        post("otto", exit, settle, Map.of("how", "the court found for us"));
        walk.awaitState(exit, "CLOSED");
    }

    /** Time passes, and the engine looks at its timers now instead of when it would have anyhow. */
    private void pass(Duration duration) {
        time.pass(duration);
        engine.getJobExecutor().jobWasAdded();
    }

    private void begin(String exit, String... assets) {
        post("olga", exit, "/destructions", Map.of("assets", List.of(assets)));
    }

    private Desk.Answer instrument(String exit, String type, String asset) {
        var words = Map.<String, Object>of(
                "type", type,
                "operative", "PRESENT",
                "parties", "Orbit Outsourcing GmbH and Client Ltd",
                "signedBy", "O. Orbit, director",
                "executedOn", "2026-11-01",
                "jurisdiction", "England",
                "assets", List.of(Map.of("asset", asset)));
        return walk.desk("lea")
                .upload(
                        "/api/exits/" + exit + "/instruments",
                        "instrument",
                        words,
                        "document",
                        "deed.txt",
                        "hereby " + type);
    }

    private String asset(String exit, String asset, String field) {
        return destruction.get(exit, "/assets/" + asset).path(field).toString();
    }

    private Desk.Answer post(String person, String exit, String path, Map<String, ?> body) {
        return destruction.post(person, exit, path, body).orFail();
    }

    private String opened(String... rows) {
        var register =
                Stream.of(rows).reduce("asset,title,kind,origin,disposition,connection,locator\n", String::concat);
        return walk.authorise(walk.desk("olga").open(Walk.facts(), register), "vendor-team");
    }

    private String git(String repository, String disposition) {
        return "%s,The %s,git-repository,FOREGROUND,%s,vendor-team,%s\n"
                .formatted(repository, repository, disposition, vendor.url("team/" + repository));
    }
}
