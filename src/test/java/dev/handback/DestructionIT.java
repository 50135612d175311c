package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From a signed return to accepted evidence of destruction, over REST as people do it, against a real git server. */
@Journey
class DestructionIT {
    private static final String REPOSITORY = "team/website";
    private static final String ASSET = "website";

    private final Walk walk;
    private final GitHost vendor;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Ledger ledger;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    DestructionIT(
            @LocalServerPort int port,
            GitHost vendor,
            Certificates certificates,
            SignOff signOff,
            Ledger ledger,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.certificates = certificates;
        this.signOff = signOff;
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @AfterEach
    void putTheRepositoryBack() {
        vendor.serve(REPOSITORY);
    }

    @Test
    void acceptsWhatWasClearedOrderedServedAttestedAndIsSeenNoMore() {
        var exit = returned();
        var number = served(exit);
        assertThat(state(exit)).isEqualTo("SERVED");
        vendor.answer(REPOSITORY, 404);

        var attestation = attested(exit, number);
        awaitTask("lea", exit, "Decide on the evidence for " + number);
        var byItself = post("olga", exit, "/attestations/" + attestation + "/accept", Map.of("reason", "fine"));
        assertThat(byItself.status()).isIn(403, 409);

        post("lea", exit, "/attestations/" + attestation + "/accept", Map.of("reason", "the host answers no more"))
                .orFail();

        assertThat(state(exit)).isEqualTo("EVIDENCE_ACCEPTED");
        assertThat(walk.desk("olga").task(exit, "Record what the holder attests"))
                .isEmpty();
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void findsWhatStillAnswersAndBelievesOnlyAnotherWord() {
        var exit = returned();
        var number = served(exit);

        var first = attested(exit, number);
        awaitTask("lea", exit, "Decide on the evidence for " + number);
        assertThat(state(exit)).isEqualTo("CONTRADICTED");
        var accepted = post("lea", exit, "/attestations/" + first + "/accept", Map.of("reason", "they say so"));
        assertThat(accepted.status()).isEqualTo(409);
        assertThat(accepted.body().toString()).contains("PROBE_CONTRADICTS");
        post("lea", exit, "/attestations/" + first + "/contradict", Map.of("reason", "refs answer: a breach"))
                .orFail();
        vendor.answer(REPOSITORY, 404);
        awaitTask("olga", exit, "Record what the holder attests to " + number);

        var second = attested(exit, number);
        awaitTask("lea", exit, "Decide on the evidence for " + number);
        post("lea", exit, "/attestations/" + second + "/accept", Map.of("reason", "gone now"))
                .orFail();

        assertThat(state(exit)).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void recallsWhatAHoldForbidsBeforeItIsOrdered() {
        var exit = returned();
        var number = drawnUp(exit);
        hold(exit);

        var refused = give("olga", exit, number);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("CLEARANCE_RECALLED", "ON_HOLD");
        assertThat(state(exit)).isEqualTo("RECALLED");

        post("olga", exit, "/orders/" + number + "/give-back", Map.of()).orFail();
        var cleared = clear(exit);
        assertThat(cleared.status()).isEqualTo(409);
        assertThat(cleared.body().toString()).contains("ON_HOLD");
        lift(exit);
        clear(exit).orFail();
        assertThat(state(exit)).isEqualTo("CLEARED");
    }

    @Test
    void hasTheHolderToldWhenAHoldComesAfterService() {
        var exit = returned();
        served(exit);
        hold(exit);

        var recall = walk.desk("olga")
                .get("/api/exits/" + exit + "/recalls")
                .orFail()
                .body()
                .path(0);
        assertThat(recall.path("served").asBoolean()).isTrue();
        assertThat(recall.path("toldAt").isNull()).isTrue();
        post("olga", exit, "/recalls/" + recall.path("recall").asText() + "/served", service())
                .orFail();

        assertThat(walk.desk("olga")
                        .get("/api/exits/" + exit + "/recalls")
                        .orFail()
                        .body()
                        .path(0)
                        .path("toldBy")
                        .asText())
                .isEqualTo("Olga Operations");
        assertThat(state(exit)).isEqualTo("RECALLED");
    }

    @Test
    void refusesTheOrderOfWhoCleared() {
        var exit = returned();
        var number = drawnUp(exit);

        assertThat(give("lea", exit, number).status()).isIn(403, 409);
        assertThat(state(exit)).isEqualTo("CLEARED");
    }

    private String returned() {
        var register = walk.register("vendor-team", REPOSITORY).replace(",RETURN,", ",RETURN_THEN_DESTROY,");
        var exit = walk.authorise(walk.desk("olga").open(Walk.facts(), register), "vendor-team");
        walk.check("erin", exit, ASSET);
        var certificate = walk.drawnUp(exit, "INTERIM", ASSET);
        var shown = certificates.find(certificate);
        walk.sign("lea", certificate, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
        return exit;
    }

    private Desk.Answer clear(String exit) {
        return post(
                "lea",
                exit,
                "/clearances",
                Map.of(
                        "assets", List.of(ASSET),
                        "basis", "clause 14.3",
                        "reason", "it is certified at home",
                        "answerBy", "2099-12-31"));
    }

    private String drawnUp(String exit) {
        post("olga", exit, "/destructions", Map.of("assets", List.of(ASSET))).orFail();
        clear(exit).orFail();
        awaitTask("olga", exit, "Order the destruction");
        return walk.desk("olga")
                .get("/api/exits/" + exit + "/orders")
                .orFail()
                .body()
                .path(0)
                .path("number")
                .asText();
    }

    private Desk.Answer give(String person, String exit, String number) {
        var shown = walk.desk(person)
                .get("/api/exits/" + exit + "/orders/" + number + "/intent")
                .orFail()
                .body();
        return post(
                person,
                exit,
                "/orders",
                Map.of(
                        "number", number,
                        "sha256", shown.path("sha256").asText(),
                        "intent", shown.path("intent").asText(),
                        "password", VendorAndClient.password(person)));
    }

    private String served(String exit) {
        var number = drawnUp(exit);
        give("olga", exit, number).orFail();
        awaitTask("olga", exit, "Serve order " + number);
        post("olga", exit, "/orders/" + number + "/served", service()).orFail();
        return number;
    }

    private static Map<String, Object> service() {
        var now = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        return Map.of("servedAt", now.toString(), "place", "UTC", "servedBy", "Olga Operations", "channel", "EMAIL");
    }

    private String attested(String exit, String number) {
        var row = Map.of(
                "asset",
                ASSET,
                "completedOn",
                LocalDate.now(ZoneOffset.UTC).toString(),
                "result",
                "ERASED",
                "method",
                "PURGE",
                "technique",
                "repository and replicas removed, storage overwritten",
                "verification",
                "FULL",
                "performer",
                Map.of("name", "Pat Performer", "contact", "pat@orbit.example"),
                "verifier",
                Map.of("name", "Vera Verifier", "contact", "vera@orbit.example"),
                "locations",
                List.of("git.orbit.example"));
        return post("olga", exit, "/attestations", Map.of("order", number, "rows", List.of(row)))
                .orFail()
                .body()
                .path("attestation")
                .asText();
    }

    private void hold(String exit) {
        as(
                "olga",
                "insert into handback.hold_placed (exit_id, reason, document) values (?, 'litigation', 'letter')",
                exit);
    }

    private void lift(String exit) {
        as(
                "leo",
                "insert into handback.hold_lifted (hold, exit_id, reason) select hold, exit_id, 'settled' from handback.hold where exit_id = ?",
                exit);
    }

    private void as(String person, String sql, String exit) {
        TestRooms.doing(
                person,
                () -> transaction.executeWithoutResult(
                        status -> jdbc.sql(sql).param(exit).update()));
    }

    private void awaitTask(String person, String exit, String name) {
        Desk.await(name, () -> walk.desk(person).task(exit, name));
    }

    private String state(String exit) {
        return walk.desk("ada")
                .get("/api/exits/" + exit + "/assets/" + ASSET)
                .orFail()
                .body()
                .path("destructionState")
                .asText();
    }

    private Desk.Answer post(String person, String exit, String path, Map<String, ?> body) {
        return walk.desk(person).post("/api/exits/" + exit + path, body);
    }
}
