package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What does not go well, walked through by people over the real services. */
@Journey
class IncidentsIT {
    private final Walk walk;
    private final GitHost vendor;
    private final AssetRegister register;
    private final Certificates certificates;
    private final RuntimeService engine;
    private final TestDatabase database;

    IncidentsIT(
            @LocalServerPort int port,
            GitHost vendor,
            AssetRegister register,
            Certificates certificates,
            RuntimeService engine,
            TestDatabase database) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.register = register;
        this.certificates = certificates;
        this.engine = engine;
        this.database = database;
    }

    @Test
    void anEmptyRepositoryIsConfirmedByOneAndCheckedByAnother() {
        var exit = walk.authorised("vendor-team", "team/docs");
        decide("erin", exit, "Decide on retrieval of docs", "CONFIRM_EMPTY", "nothing was ever pushed");

        var task = Desk.await("the check", () -> walk.desk("erin").task(exit, "Hand over docs"));
        var bySame = walk.desk("erin")
                .post("/api/tasks/" + task + "/complete", Map.of("values", Map.of("decision", "PASS")));
        assertThat(bySame.status()).isEqualTo(409);
        assertThat(bySame.body().toString()).contains("erin");

        walk.check("emil", exit, "docs");
        awaitState(exit, "docs", "CHECKED");
        awaitNoReturn(exit);
    }

    @Test
    void anIncompleteRepositoryIsTriedAgainAndExceptedByTwo() {
        var exit = walk.authorised("vendor-team", "team/billing-portal");
        decide("erin", exit, "Decide on retrieval of billing-portal", "RETRY", "vendor says it is mended");
        awaitAttempts(exit, "billing-portal", 2);

        decide("erin", exit, "Decide on retrieval of billing-portal", "EXCEPTION", "vendor lost the large files");
        decide("olga", exit, "Approve the exception for billing-portal", "APPROVE", "agreed");
        decide("lea", exit, "Approve the exception for billing-portal", "APPROVE", "agreed");

        awaitState(exit, "billing-portal", "EXCEPTED");
        awaitNoReturn(exit);
    }

    @Test
    void theListOfTasksIsReadWhileOthersEndThem() {
        var exits = Stream.generate(
                        () -> walk.desk("olga").open(Walk.facts(), walk.register("vendor-team", "team/website")))
                .limit(15)
                .toList();
        var ending = CompletableFuture.runAsync(() -> exits.forEach(exit -> walk.desk("lea")
                .post("/api/exits/" + exit + "/cancel", Map.of("reason", "it goes on", "document", "Amendment 4"))
                .orFail()));

        do {
            var list = walk.desk("olga").get("/api/tasks?size=200");
            assertThat(list.status()).as(list.body().toString()).isEqualTo(200);
        } while (!ending.isDone());

        ending.join();
    }

    @Test
    void whatLegalSendsBackIsRetrievedAndCheckedAnew() {
        var exit = walk.authorised("vendor-team", "team/website");
        walk.check("erin", exit, "website");
        var number = walk.drawnUp(exit, "INTERIM", "website");
        walk.desk("lea")
                .post(
                        "/api/certificates/" + number + "/send-back",
                        Map.of("reason", "look at the branches again", "assets", List.of("website")))
                .orFail();

        assertThat(certificates.find(number).state()).isEqualTo("SENT_BACK");
        awaitAttempts(exit, "website", 2);
        walk.check("erin", exit, "website");
        awaitState(exit, "website", "CHECKED");
        assertThat(walk.drawnUp(exit, "INTERIM", "website")).isNotEqualTo(number);
    }

    @Test
    void whatWentStaleIsDrawnUpAnewUnderTheNextNumber() {
        var exit = walk.authorised("vendor-team", "team/website");
        walk.check("erin", exit, "website");
        var number = walk.drawnUp(exit, "INTERIM", "website");
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets/website/correct",
                        Map.of("cells", Map.of("title", "Another title"), "reason", "typing error"))
                .orFail();
        assertThat(certificates.find(number).state()).isEqualTo("STALE");

        walk.desk("lea")
                .post("/api/certificates/" + number + "/draw-up-anew", Map.of())
                .orFail();

        var next = Desk.await("the next number", () -> certificates.list(exit).stream()
                .filter(certificate -> certificate.state().equals("DRAWN_UP"))
                .findFirst());
        assertThat(next.number()).isNotEqualTo(number);
        assertThat(certificates.find(number).state()).isEqualTo("STALE");
    }

    @Test
    void whatTheEngineerSendsBackIsRetrievedAnew() {
        var exit = walk.authorised("vendor-team", "team/website");
        decideBy("note", "erin", exit, "Hand over website", "SEND_BACK", "the branch of May is missing");

        awaitAttempts(exit, "website", 2);
        walk.check("erin", exit, "website");
        awaitState(exit, "website", "CHECKED");
    }

    @Test
    void aWithdrawnAssetEndsItsReturn() {
        var exit = walk.desk("olga").open(Walk.facts(), walk.register("vendor-team", "team/website"));
        Desk.await("its return", () -> Optional.of(returns(exit)).filter(count -> count == 1));

        walk.desk("olga")
                .post("/api/exits/" + exit + "/assets/website/withdraw", Map.of("reason", "entered twice"))
                .orFail();

        awaitNoReturn(exit);
    }

    @Test
    void legalResumesARefusedConnectionForEveryExitBehindIt() {
        vendor.answer("restricted/pricing", 403);
        var first = walk.authorised("vendor-consent", "restricted/pricing");
        var stopped = Desk.await(
                "the stop", () -> walk.desk("leo").task(first, "Decide on stopped connection vendor-consent"));
        var second = walk.authorised("vendor-consent", "restricted/pricing");
        vendor.serve("restricted/pricing");

        walk.desk("leo")
                .post(
                        "/api/tasks/" + stopped + "/complete",
                        Map.of("values", Map.of("decision", "RESUME", "reason", "the vendor renewed its consent")))
                .orFail();

        walk.check("erin", first, "pricing");
        walk.check("erin", second, "pricing");
        awaitState(first, "pricing", "CHECKED");
        awaitState(second, "pricing", "CHECKED");
        vendor.answer("restricted/pricing", 403);
    }

    @Test
    void aRetrievalThatNeverCameToAnAttemptIsDecidedAndNotFiledForEver() {
        var exit = walk.opened("vendor-team", "team/website");
        refuseThreeAttempts(exit);
        walk.authorise(exit, "vendor-team");

        var task = Desk.await("the decision", () -> walk.desk("erin").task(exit, "Decide on retrieval of website"));
        var asset = register.find(exit, "website");
        assertThat(asset.number()).isEqualTo(1);
        assertThat(asset.outcome()).isEqualTo("FAILED");
        assertThat(asset.findings()).contains("ATTEMPTS_EXHAUSTED", "nothing was fetched", "attempt 3 of 3", "no room");

        walk.desk("erin")
                .post(
                        "/api/tasks/" + task + "/complete",
                        Map.of("values", Map.of("decision", "RETRY", "reason", "there is room again")))
                .orFail();
        awaitAttempts(exit, "website", 2);
        awaitState(exit, "website", "VERIFIED");
    }

    /** As a full disk of the database would; a sequence counts on where a transaction rolls back. */
    private void refuseThreeAttempts(String exit) {
        JdbcClient.create(database.superuser()).sql("""
                create sequence work.refused;
                create function work.no_room() returns trigger language plpgsql security definer as $$ begin
                  if new.exit_id = '%s' and nextval('work.refused') <= 3 then raise exception 'no room on the device'; end if;
                  return new; end $$;
                create trigger a_full_disk before insert on handback.attempt for each row execute function work.no_room()
                """.formatted(exit)).update();
    }

    private void decide(String person, String exit, String task, String decision, String reason) {
        decideBy("reason", person, exit, task, decision, reason);
    }

    private void decideBy(String field, String person, String exit, String task, String decision, String why) {
        walk.desk(person)
                .complete(exit, task, Map.of("decision", decision, field, why))
                .orFail();
    }

    private void awaitState(String exit, String asset, String state) {
        Desk.await(
                asset + " to be " + state,
                () -> Optional.of(register.find(exit, asset).returnState()).filter(state::equals));
    }

    private void awaitAttempts(String exit, String asset, int attempts) {
        Desk.await("attempt " + attempts + " of " + asset, () -> Optional.ofNullable(
                        register.find(exit, asset).number())
                .filter(number ->
                        number == attempts && register.find(exit, asset).outcome() != null));
    }

    private void awaitNoReturn(String exit) {
        Desk.await("the return to end", () -> Optional.of(returns(exit)).filter(count -> count == 0));
    }

    private long returns(String exit) {
        return engine.createProcessInstanceQuery()
                .processDefinitionKey("AssetReturn")
                .processInstanceBusinessKey(exit)
                .count();
    }
}
