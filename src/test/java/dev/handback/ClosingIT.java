package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An exit comes to its end: looked at before, closed over a duty of secrecy, and over once that is settled. */
@Journey
class ClosingIT {
    private final Walk walk;
    private final Certificates certificates;
    private final SignOff signOff;
    private final JdbcClient jdbc;

    ClosingIT(@LocalServerPort int port, GitHost vendor, Certificates certificates, SignOff signOff, JdbcClient jdbc) {
        this.walk = new Walk(port, vendor);
        this.certificates = certificates;
        this.signOff = signOff;
        this.jdbc = jdbc;
    }

    @Test
    void closesOverASecretAndIsOverOnceThatIsSettled() {
        var exit = walk.authorised("vendor-team", "team/billing-api");
        walk.check("erin", exit, "billing-api");
        looksAt(exit, "billing-api");
        sign(walk.drawnUp(exit, "FINAL", "billing-api"));
        walk.awaitState(exit, "RETURN_FINAL");
        var olga = walk.desk("olga");
        assertThat(Desk.await("the task to close", () -> olga.task(exit, "Close the exit")))
                .isNotEmpty();

        var early = olga.post(path(exit, "close"), Map.of("mode", "CLOSED", "reason", "all is done"));
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.body().toString())
                .contains("ACCESS_NOT_REVOKED", "CHECKLIST_OPEN")
                .doesNotContain("OPEN_TASK");
        assertThat(walk.desk("lea")
                        .post(path(exit, "close"), Map.of("mode", "CLOSED", "reason", "all is done"))
                        .done())
                .isFalse();
        revoked(exit, "vendor-team");
        revoked(exit, "");
        settled(exit);
        var secrecy = olga.post(
                        path(exit, "residuals"),
                        Map.of(
                                "kind", "OBLIGATION",
                                "what", "secrecy for five years, clause 18",
                                "owner", "otto",
                                "due", "2098-12-31"))
                .orFail()
                .body()
                .path("residual")
                .asText();
        assertThat(olga.post(path(exit, "close"), Map.of("mode", "CLOSED", "reason", "all is done"))
                        .body()
                        .toString())
                .contains("RESIDUAL_OPEN");
        olga.post(path(exit, "close"), Map.of("mode", "WITH_RESIDUALS", "reason", "secrecy lasts"))
                .orFail();

        walk.awaitState(exit, "CLOSED_WITH_RESIDUALS");
        assertThat(olga.task(exit, "Close the exit")).isEmpty();
        assertThat(living(secrecy)).as("what will ask on its day").isEqualTo(1);
        olga.post(path(exit, "residuals/" + secrecy + "/settle"), Map.of("how", "the secret was published"))
                .orFail();
        walk.awaitState(exit, "CLOSED");
        assertThat(living(secrecy)).isZero();
        sign(walk.recordDrawnUp(exit));
        walk.awaitState(exit, "CLOSED");
    }

    private void looksAt(String exit, String asset) {
        walk.desk("olga")
                .post(path(exit, "probes"), Map.of("assets", List.of(asset), "purpose", "CONTROL"))
                .orFail();
        var result = Desk.await("the look", () -> Optional.of(walk.desk("ada")
                        .get(path(exit, "assets/" + asset + "/probes"))
                        .orFail()
                        .body()
                        .path(0)
                        .path("result")
                        .asText(""))
                .filter(found -> !found.isEmpty() && !found.equals("null")));
        assertThat(result).isEqualTo("ANSWERS");
    }

    private void sign(String number) {
        var shown = certificates.find(number);
        walk.sign("lea", number, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
    }

    private void revoked(String exit, String connection) {
        walk.desk("olga")
                .post(
                        path(exit, "access-revoked"),
                        Map.of(
                                "connection", connection,
                                "since", "2026-11-01",
                                "reportedBy", "Orbit Outsourcing",
                                "document", "letter of 1 November"))
                .orFail();
    }

    /** Credentials by engineering's task, knowledge on legal's word; a fact each, and nobody is asked any more. */
    private void settled(String exit) {
        var erin = walk.desk("erin");
        assertThat(walk.desk("olga").task(exit, "Have vendor-access ended")).isEmpty();
        erin.complete(
                        exit,
                        "Settle credentials",
                        Map.of("result", "DONE", "doneOn", "2026-11-02", "doneBy", "Erin", "evidence", "ticket 12"))
                .orFail();
        assertThat(erin.post(
                                path(exit, "checklist/knowledge/settle"),
                                Map.of("result", "NOT_APPLICABLE", "evidence", "nothing to learn"))
                        .status())
                .isEqualTo(403);
        walk.desk("lea")
                .post(
                        path(exit, "checklist/knowledge/settle"),
                        Map.of("result", "NOT_APPLICABLE", "evidence", "the code was ours"))
                .orFail();
        assertThat(erin.task(exit, "Settle ")).isEmpty();
    }

    private int living(String residual) {
        return jdbc.sql("select count(*) from engine.act_ru_variable where name_ = 'residualId' and text_ = ?")
                .param(residual)
                .query(Integer.class)
                .single();
    }

    private static String path(String exit, String rest) {
        return "/api/exits/" + exit + "/" + rest;
    }
}
