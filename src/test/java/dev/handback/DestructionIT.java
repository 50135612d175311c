package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.time.Clock;
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
    private final Ledger ledger;
    private final DestructionWalk destruction;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    DestructionIT(
            @LocalServerPort int port,
            GitHost vendor,
            Ledger ledger,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.ledger = ledger;
        this.destruction = new DestructionWalk(walk, Clock.systemUTC());
    }

    @AfterEach
    void putTheRepositoryBack() {
        vendor.serve(REPOSITORY);
    }

    @Test
    void acceptsWhatWasClearedOrderedServedAttestedAndIsSeenNoMore() {
        var exit = returned();
        var number = destruction.served(exit, ASSET);
        assertThat(state(exit)).isEqualTo("SERVED");
        vendor.answer(REPOSITORY, 404);

        var attestation = destruction.attested(exit, number, ASSET);
        destruction.awaitTask("lea", exit, "Decide on the evidence for " + number);
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
        var number = destruction.served(exit, ASSET);

        var first = destruction.attested(exit, number, ASSET);
        destruction.awaitTask("lea", exit, "Decide on the evidence for " + number);
        assertThat(state(exit)).isEqualTo("CONTRADICTED");
        var accepted = post("lea", exit, "/attestations/" + first + "/accept", Map.of("reason", "they say so"));
        assertThat(accepted.status()).isEqualTo(409);
        assertThat(accepted.body().toString()).contains("PROBE_CONTRADICTS");
        post("lea", exit, "/attestations/" + first + "/contradict", Map.of("reason", "refs answer: a breach"))
                .orFail();
        vendor.answer(REPOSITORY, 404);
        destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);

        var second = destruction.attested(exit, number, ASSET);
        destruction.awaitTask("lea", exit, "Decide on the evidence for " + number);
        post("lea", exit, "/attestations/" + second + "/accept", Map.of("reason", "gone now"))
                .orFail();

        assertThat(state(exit)).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void recallsWhatAHoldForbidsBeforeItIsOrdered() {
        var exit = returned();
        var number = destruction.drawnUp(exit, ASSET);
        var hold = hold(exit);

        var refused = destruction.give("olga", exit, number);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("CLEARANCE_RECALLED", "ON_HOLD");
        assertThat(state(exit)).isEqualTo("RECALLED");

        post("olga", exit, "/orders/" + number + "/give-back", Map.of()).orFail();
        var cleared = clear(exit);
        assertThat(cleared.status()).isEqualTo(409);
        assertThat(cleared.body().toString()).contains("ON_HOLD");
        post("leo", exit, "/holds/" + hold + "/lift", Map.of("reason", "settled"))
                .orFail();
        clear(exit).orFail();
        assertThat(state(exit)).isEqualTo("CLEARED");
    }

    @Test
    void locksOrderingAfterFiveWrongPasswordsOfOnePersonOnly() {
        var exit = returned();
        var number = destruction.drawnUp(exit, ASSET);
        for (int n = 1; n <= 5; n++) {
            var wrong = destruction.give("otto", exit, number, "wrong password " + n);
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.body().toString())
                    .contains(n < 5 ? "the password is not right" : "locked until 2")
                    .doesNotContain("wrong password");
        }

        var locked = destruction.give("otto", exit, number);

        assertThat(locked.status()).isEqualTo(403);
        assertThat(locked.body().toString()).contains("signing as otto is locked until 2");
        assertThat(state(exit)).isEqualTo("CLEARED");
        destruction.give("olga", exit, number).orFail();
        assertThat(state(exit)).isEqualTo("ORDERED");
    }

    @Test
    void hasTheHolderToldWhenAHoldComesAfterService() {
        var exit = returned();
        destruction.served(exit, ASSET);
        hold(exit);

        var recall = walk.desk("olga")
                .get("/api/exits/" + exit + "/recalls")
                .orFail()
                .body()
                .path(0);
        assertThat(recall.path("served").asBoolean()).isTrue();
        assertThat(recall.path("toldAt").isNull()).isTrue();
        var document = "/api/exits/" + exit + "/recalls/" + exit + "-R1/document";
        destruction.awaitRecall(exit, exit + "-R1");
        var said = walk.desk("ada").get(document + ".json").orFail().body();
        assertThat(said.path("orderSealedSha256"))
                .isEqualTo(destruction.get(exit, "/orders").path(0).path("sealedSha256"));
        assertThat(said.path("assets").path(0).path("asset").asText()).isEqualTo(ASSET);
        assertThat(said.path("holds").path(0).asText()).startsWith("H-");
        assertThat(walk.desk("ada").get(document + ".pdf").status()).isEqualTo(200);
        post("olga", exit, "/recalls/" + recall.path("recall").asText() + "/served", destruction.service())
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
    void hasTheHolderToldWhenADisputeComesAfterService() {
        var exit = returned();
        var number = destruction.served(exit, ASSET);
        post("olga", exit, "/assets/" + ASSET + "/dispute", Map.of("party", "Orbit", "reason", "they claim it"))
                .orFail();

        destruction.awaitTask("olga", exit, "Tell the holder of the recall " + exit + "-R1");
        destruction.awaitRecall(exit, exit + "-R1");
        post("olga", exit, "/recalls/" + exit + "-R1/served", destruction.service())
                .orFail();

        assertThat(walk.desk("olga").task(exit, "Tell the holder")).isEmpty();
        assertThat(state(exit)).isEqualTo("RECALLED");
        post("olga", exit, "/orders/" + number + "/stop-waiting", Map.of()).orFail();
        assertThat(walk.desk("olga").task(exit, "Record what the holder attests"))
                .isEmpty();
    }

    @Test
    void hasTheHolderToldWhenOurOwnCopyIsFoundDamaged() {
        var exit = returned();
        destruction.served(exit, ASSET);
        SystemActor.run(
                "test",
                () -> transaction.executeWithoutResult(
                        status -> jdbc.sql("""
                        insert into handback.fixity_checked (exit_id, asset, number, sha256, result)
                        select exit_id, asset, number, bundle_sha256, 'MISMATCH' from handback.asset_now where exit_id = ?""").param(exit).update()));

        destruction.awaitTask("olga", exit, "Tell the holder of the recall " + exit + "-R1");

        assertThat(destruction.get(exit, "/recalls").toString()).contains("the holder's may be the only whole one");
    }

    @Test
    void refusesTheOrderOfWhoCleared() {
        var exit = returned();
        var number = destruction.drawnUp(exit, ASSET);

        assertThat(destruction.give("lea", exit, number).status()).isIn(403, 409);
        assertThat(state(exit)).isEqualTo("CLEARED");
    }

    private String returned() {
        var register = walk.register("vendor-team", REPOSITORY).replace(",RETURN,", ",RETURN_THEN_DESTROY,");
        var exit = walk.authorise(walk.desk("olga").open(Walk.facts(), register), "vendor-team");
        destruction.returned(exit, "INTERIM", ASSET);
        return exit;
    }

    private Desk.Answer clear(String exit) {
        return destruction.clear(exit, ASSET);
    }

    private String hold(String exit) {
        return post("olga", exit, "/holds", Map.of("reason", "litigation", "document", "letter"))
                .orFail()
                .body()
                .path("hold")
                .path("hold")
                .asText();
    }

    private String state(String exit) {
        return destruction.state(exit, ASSET);
    }

    private Desk.Answer post(String person, String exit, String path, Map<String, ?> body) {
        return destruction.post(person, exit, path, body);
    }
}
