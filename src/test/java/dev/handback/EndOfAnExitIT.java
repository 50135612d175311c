package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Sealing;
import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/** From clearance to the close of an exit and beyond, with weeks that pass: friendly, contradicted, silent, insolvent, late. */
@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = {VendorAndClient.class, MovedTime.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
class EndOfAnExitIT {
    private static final byte[] LETTER = "We have erased everything.".getBytes(StandardCharsets.UTF_8);
    private static final Duration UNTIL_THE_NEXT_LOOK = Duration.ofDays(14);

    private final Walk walk;
    private final DestructionWalk destruction;
    private final MovedTime time;
    private final GitHost vendor;
    private final S3Host store;
    private final Ledger ledger;
    private final Sealing sealing;
    private final RuntimeService processes;
    private final ProcessEngineConfigurationImpl engine;

    EndOfAnExitIT(
            @LocalServerPort int port,
            GitHost vendor,
            S3Host store,
            MovedTime time,
            Ledger ledger,
            Sealing sealing,
            ProcessEngine engine) {
        this.walk = new Walk(port, vendor);
        this.destruction = new DestructionWalk(walk, time);
        this.time = time;
        this.vendor = vendor;
        this.store = store;
        this.ledger = ledger;
        this.sealing = sealing;
        this.processes = engine.getRuntimeService();
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    @AfterEach
    void putTheRepositoriesBack() {
        List.of("website", "billing-api", "warehouse").forEach(name -> vendor.serve("team/" + name));
    }

    /** Five people over REST from the opening to the package that a court gets: olga, erin, lea, leo and otto; ada looks on. */
    @Test
    void aFriendlyExpiryEndsClosedInAPackageThatBothVerifiersFindGood(@TempDir Path folder) throws IOException {
        try (var bucket = VendorBucket.of(store, "friendly").put("msa.pdf", "the contract")) {
            var exit = opened(gitRow("website") + bucketRow("papers", "friendly"));
            walk.authorise(walk.authorise(exit, "vendor-team"), "vendor-documents");
            destruction.returned(exit, "FINAL", "papers", "website");
            walk.awaitState(exit, "RETURN_FINAL");

            var number = destruction.served(exit, "papers", "website");
            orderIsSealed(exit, number);
            vendor.answer("team/website", 404);
            bucket.erase();
            var said = destruction.attestedByLetter(exit, number, LETTER, "papers", "website");
            assertThat(walk.desk("ada")
                            .get("/api/exits/" + exit + "/attestations/" + said + "/letter")
                            .orFail()
                            .bytes())
                    .isEqualTo(LETTER);
            destruction.accept(exit, number, said);
            pass(UNTIL_THE_NEXT_LOOK);
            destruction.awaitLooks(exit, "papers", 2);
            destruction.awaitLooks(exit, "website", 2);
            assertThat(destruction.looks(exit, "papers")).containsOnly("NOT_OBSERVED");

            var erased = destruction.signedDestruction(exit, "papers", "website");
            destruction.close(exit, "CLOSED", "vendor-team", "vendor-documents");

            walk.awaitState(exit, "CLOSED");
            assertThat(destruction.state(exit, "website")).isEqualTo("EVIDENCE_ACCEPTED");
            nobodyLooksAnyMore(exit);
            var handedOver = HandedOver.of(exit, walk.desk("otto"), walk.desk("ada"), sealing, folder);
            var home = exit + "-C1";
            handedOver.isGood(
                    List.of(home, erased),
                    "papers CERTIFIED [\"" + home + "\"]",
                    "website CERTIFIED [\"" + home + "\"]");
            assertThat(handedOver.opened().files())
                    .containsEntry("evidence/documents/destruction_order/" + number, sealedOrder(exit, number))
                    .containsEntry("evidence/documents/attestation/" + said, LETTER);
            assertThat(people(exit)).containsExactly("erin", "lea", "leo", "olga", "otto");
            assertThat(ledger.verify()).isEmpty();
        }
    }

    @Test
    void aLookFindsWhatABucketStillHides() {
        try (var bucket =
                VendorBucket.of(store, "hidden").put("plan.pdf", "secret").delete("plan.pdf")) {
            var exit = opened(bucketRow("plans", "hidden"));
            walk.authorise(exit, "vendor-documents");
            destruction.returned(exit, "INTERIM", "plans");
            var number = destruction.served(exit, "plans");

            var first = destruction.attested(exit, number, "plans");
            destruction.awaitTask("lea", exit, "Decide on the evidence for " + number);

            assertThat(destruction.state(exit, "plans")).isEqualTo("CONTRADICTED");
            assertThat(destruction
                            .get(exit, "/assets/plans/probes")
                            .path(0)
                            .path("detail")
                            .asText())
                    .contains("plan.pdf");
            destruction
                    .post(
                            "lea",
                            exit,
                            "/attestations/" + first + "/contradict",
                            Map.of("reason", "versions are listed"))
                    .orFail();
            bucket.erase();
            destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);
            destruction.accept(exit, number, destruction.attested(exit, number, "plans"));
            assertThat(destruction.state(exit, "plans")).isEqualTo("EVIDENCE_ACCEPTED");
        }
    }

    @Test
    void aLookWeeksLaterFindsWhatCameBackAndTheHolderMustAttestAnew() {
        var exit = returned("billing-api");
        var number = destruction.served(exit, "billing-api");
        vendor.answer("team/billing-api", 404);
        destruction.accept(exit, number, destruction.attested(exit, number, "billing-api"));
        vendor.serve("team/billing-api");

        pass(UNTIL_THE_NEXT_LOOK);
        destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);

        assertThat(destruction.state(exit, "billing-api")).isEqualTo("CONTRADICTED");
        vendor.answer("team/billing-api", 404);
        destruction.accept(exit, number, destruction.attested(exit, number, "billing-api"));
        assertThat(destruction.state(exit, "billing-api")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void insolvencyAfterServiceRecallsAndALeaveOfTheCourtLetsItGoOn() {
        var exit = returned("billing-api");
        destruction.served(exit, "billing-api");
        destruction
                .post(
                        "olga",
                        exit,
                        "/trigger",
                        Map.of(
                                "trigger", "INSOLVENCY",
                                "since", "2026-01-02",
                                "document", "Gazette",
                                "reason", "they filed"))
                .orFail();

        destruction.awaitTask("olga", exit, "Tell the holder of the recall " + exit + "-R1");
        destruction.awaitRecall(exit, exit + "-R1");
        destruction
                .post("olga", exit, "/recalls/" + exit + "-R1/served", destruction.service())
                .orFail();
        destruction
                .post("olga", exit, "/orders/" + exit + "-D1/stop-waiting", Map.of())
                .orFail();
        destruction
                .post("olga", exit, "/destructions", Map.of("assets", List.of("billing-api")))
                .orFail();
        assertThat(destruction.clear(exit, "billing-api").body().toString()).contains("STAYED");
        var stay = destruction.get(exit, "/stays").path(0).path("stay").asText();
        destruction
                .post(
                        "lea",
                        exit,
                        "/stays/" + stay + "/lift",
                        Map.of(
                                "document", "Order 7 IN 12/26",
                                "issuer", "Local court",
                                "scope", "all assets",
                                "dated", "2026-01-02",
                                "reason", "leave was given"))
                .orFail();
        destruction.clear(exit, "billing-api").orFail();
        var number = destruction.serve(exit, destruction.drawnUp(exit));
        vendor.answer("team/billing-api", 404);
        destruction.accept(exit, number, destruction.attested(exit, number, "billing-api"));

        assertThat(number).isEqualTo(exit + "-D2");
        assertThat(destruction.state(exit, "billing-api")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void whatTheVendorErasedFirstIsRecordedAsThat() {
        var exit = returned("warehouse", "FINAL");
        vendor.answer("team/warehouse", 404);
        var said = destruction
                .post("olga", exit, "/attestations", Map.of("rows", List.of(destruction.row("warehouse"))))
                .orFail()
                .body()
                .path("attestation")
                .asText();
        destruction
                .post("olga", exit, "/probes", Map.of("assets", List.of("warehouse"), "purpose", "AFTER"))
                .orFail();
        destruction.awaitLooks(exit, "warehouse", 1);
        destruction
                .post("lea", exit, "/attestations/" + said + "/accept", Map.of("reason", "rights reserved"))
                .orFail();

        assertThat(destruction.state(exit, "warehouse")).isEqualTo("ERASED_WITHOUT_INSTRUCTION");
        destruction.signedDestruction(exit, "warehouse");
        destruction.close(exit, "CLOSED", "vendor-team");
        walk.awaitState(exit, "CLOSED");
    }

    @Test
    void silenceIsNotedBorneByTwoAndClosed() {
        var exit = returned("billing-api", "FINAL");
        var number = destruction.served(exit, "billing-api");
        pass(Duration.ofDays(8));
        Desk.await("the holder's silence to be noted", () -> Optional.of(ledgerOf(exit))
                .filter(text -> text.contains("answer_reminded")));
        destruction
                .post("olga", exit, "/assets/billing-api/bear", Map.of("reason", "it dissolved"))
                .orFail();
        assertThat(destruction
                        .post("olga", exit, "/orders/" + number + "/stop-waiting", Map.of())
                        .status())
                .isEqualTo(409);
        approve("otto", exit);
        approve("leo", exit);

        destruction
                .post("olga", exit, "/orders/" + number + "/stop-waiting", Map.of())
                .orFail();
        assertThat(destruction.state(exit, "billing-api")).isEqualTo("UNATTESTED");
        destruction.signedDestruction(exit, "billing-api");
        destruction.close(exit, "CLOSED", "vendor-team");
        walk.awaitState(exit, "CLOSED");
        nobodyLooksAnyMore(exit);
    }

    @Test
    void aTailOutlivesTheCloseAndALateContradictionReopens() {
        var exit = returned("website", "FINAL");
        var number = destruction.served(exit, "website");
        vendor.answer("team/website", 404);
        var until = LocalDate.now(time.withZone(ZoneOffset.UTC)).plusDays(10).toString();
        var row = destruction.row("website");
        row.put("tails", List.of(Map.of("what", "backups", "until", until)));
        destruction.accept(exit, number, destruction.attested(exit, number, List.of(row)));
        assertThat(destruction.state(exit, "website")).isEqualTo("TAIL");
        var residual = destruction
                .post(
                        "olga",
                        exit,
                        "/residuals",
                        Map.of("kind", "TAIL", "asset", "website", "what", "backups", "owner", "otto", "due", until))
                .orFail()
                .body()
                .path("residual")
                .asText();
        destruction.close(exit, "WITH_RESIDUALS", "vendor-team");
        walk.awaitState(exit, "CLOSED_WITH_RESIDUALS");

        pass(Duration.ofDays(11));
        destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);
        destruction.accept(exit, number, destruction.attested(exit, number, "website"));
        assertThat(destruction
                        .post("otto", exit, "/residuals/" + residual + "/settle", Map.of("how", "too early"))
                        .body()
                        .toString())
                .contains("DESTRUCTION_NOT_FINAL");
        destruction.signedDestruction(exit, "website");
        destruction
                .post("otto", exit, "/residuals/" + residual + "/settle", Map.of("how", "attested again"))
                .orFail();
        walk.awaitState(exit, "CLOSED");
        nobodyLooksAnyMore(exit);

        vendor.serve("team/website");
        destruction
                .post("olga", exit, "/probes", Map.of("assets", List.of("website"), "purpose", "AFTER"))
                .orFail();
        walk.awaitState(exit, "REOPENED");
        destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);
        assertThat(destruction.state(exit, "website")).isEqualTo("CONTRADICTED");
        vendor.answer("team/website", 404);
        destruction.accept(exit, number, destruction.attested(exit, number, "website"));
        destruction.signedDestruction(exit, "website");
        destruction
                .post("olga", exit, "/close", Map.of("mode", "CLOSED", "reason", "gone at last"))
                .orFail();
        walk.awaitState(exit, "CLOSED");
        assertThat(ledger.verify()).isEmpty();
    }

    /** Time passes, and the engine looks at its timers now instead of when it would have anyhow. */
    private void pass(Duration duration) {
        time.pass(duration);
        engine.getJobExecutor().jobWasAdded();
    }

    private void approve(String person, String exit) {
        destruction
                .post(
                        person,
                        exit,
                        "/assets/billing-api/exception",
                        Map.of("decision", "APPROVE", "reason", "nobody is left to answer"))
                .orFail();
    }

    private void orderIsSealed(String exit, String number) throws IOException {
        try (var pdf = Loader.loadPDF(sealedOrder(exit, number))) {
            assertThat(pdf.getSignatureDictionaries()).hasSize(1);
            assertThat(new PDFTextStripper().getText(pdf)).contains(number, "website", "papers", "clause 14.3");
        }
    }

    private byte[] sealedOrder(String exit, String number) {
        return walk.desk("ada")
                .get("/api/exits/" + exit + "/orders/" + number + "/document.pdf")
                .orFail()
                .bytes();
    }

    /** Whoever left a fact on the exit's ledger, besides the system. */
    private TreeSet<String> people(String exit) {
        return Pattern.compile("\"actor\\\\?\": ?\\\\?\"([a-z0-9]+)\\\\?\"")
                .matcher(ledgerOf(exit))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void nobodyLooksAnyMore(String exit) {
        Desk.await("the end of looking", () -> Optional.of(processes
                        .createProcessInstanceQuery()
                        .processDefinitionKey("DataDestruction")
                        .processInstanceBusinessKey(exit)
                        .count())
                .filter(living -> living == 0));
    }

    private String ledgerOf(String exit) {
        return new String(
                walk.desk("ada").get("/api/exits/" + exit + "/ledger").orFail().bytes(), StandardCharsets.UTF_8);
    }

    private String returned(String repository) {
        return returned(repository, "INTERIM");
    }

    private String returned(String repository, String finality) {
        var exit = walk.authorise(opened(gitRow(repository)), "vendor-team");
        destruction.returned(exit, finality, repository);
        return exit;
    }

    private String opened(String rows) {
        return walk.desk("olga").open(Walk.facts(), "asset,title,kind,origin,disposition,connection,locator\n" + rows);
    }

    private String gitRow(String repository) {
        return "%s,The %s,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%s\n"
                .formatted(repository, repository, vendor.url("team/" + repository));
    }

    private static String bucketRow(String asset, String bucket) {
        return "%s,The %s,s3-documents,FOREGROUND,RETURN_THEN_DESTROY,vendor-documents,s3://%s\n"
                .formatted(asset, asset, bucket);
    }
}
