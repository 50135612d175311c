package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an exit was closed over, and what opens it again: it is CLOSED only once what was left open is truly done. */
@Journey
class ClosedOverIT {
    private final Walk walk;
    private final DestructionWalk destruction;
    private final GitHost vendor;
    private final Ledger ledger;

    ClosedOverIT(@LocalServerPort int port, GitHost vendor, Clock clock, Ledger ledger) {
        this.walk = new Walk(port, vendor);
        this.destruction = new DestructionWalk(walk, clock);
        this.vendor = vendor;
        this.ledger = ledger;
    }

    @AfterEach
    void putTheRepositoryBack() {
        vendor.serve("team/website");
    }

    @Test
    void aHoldOutlivesTheCloseAndWhatItKeptIsDestroyedBeforeTheExitIsOver() {
        var exit = returned();
        var hold = hold(exit);
        var kept = residual(exit, "HOLD");
        destruction.close(exit, "WITH_RESIDUALS", "vendor-team");
        walk.awaitState(exit, "CLOSED_WITH_RESIDUALS");
        assertThat(settle(exit, kept).body().toString()).contains("hold " + hold + " is in force");

        walk.desk("lea")
                .complete(exit, "Lift the hold " + hold, Map.of("reason", "the claim is settled"))
                .orFail();
        assertThat(settle(exit, kept).body().toString()).contains("DESTRUCTION_NOT_DONE", "website");
        var number = destruction.served(exit, "website");
        vendor.answer("team/website", 404);
        destruction.accept(exit, number, destruction.attested(exit, number, "website"));
        assertThat(settle(exit, kept).body().toString()).contains("DESTRUCTION_NOT_FINAL");
        destruction.signedDestruction(exit, "website");
        walk.awaitState(exit, "CLOSED_WITH_RESIDUALS");
        settle(exit, kept).orFail();

        walk.awaitState(exit, "CLOSED");
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void legalContradictsWhatItAcceptedAndTheHolderMustAttestAnew() {
        var exit = returned();
        var number = destruction.served(exit, "website");
        vendor.answer("team/website", 404);
        var attestation = destruction.attested(exit, number, "website");
        destruction.accept(exit, number, attestation);
        destruction.signedDestruction(exit, "website");
        destruction.close(exit, "CLOSED", "vendor-team");
        walk.awaitState(exit, "CLOSED");

        destruction
                .post(
                        "lea",
                        exit,
                        "/attestations/" + attestation + "/contradict",
                        Map.of("reason", "a former employee showed us a copy"))
                .orFail();

        walk.awaitState(exit, "REOPENED");
        assertThat(destruction.state(exit, "website")).isEqualTo("CONTRADICTED");
        destruction.awaitTask("olga", exit, "Record what the holder attests to " + number);
        destruction.accept(exit, number, destruction.attested(exit, number, "website"));
        assertThat(close(exit).body().toString()).contains("FINAL_CONTRADICTED");
        destruction.signedDestruction(exit, "website");
        close(exit).orFail();
        walk.awaitState(exit, "CLOSED");
    }

    @Test
    void aFinalReturnMadeVoidBeforeOrAfterTheCloseIsSignedAnew() {
        var exit = returned();
        var number = destruction.served(exit, "website");
        vendor.answer("team/website", 404);
        destruction.accept(exit, number, destruction.attested(exit, number, "website"));
        destruction.signedDestruction(exit, "website");
        makeFinalVoid(exit);
        assertThat(close(exit).body().toString()).contains("RETURN_NOT_FINAL");
        destruction.sign("lea", exit, walk.drawnUp(exit, "FINAL", "website"));
        destruction.close(exit, "CLOSED", "vendor-team");
        makeFinalVoid(exit);

        walk.awaitState(exit, "REOPENED");
        destruction.sign("lea", exit, walk.drawnUp(exit, "FINAL", "website"));
        close(exit).orFail();

        walk.awaitState(exit, "CLOSED");
    }

    private void makeFinalVoid(String exit) {
        var signed = DestructionWalk.stream(destruction.get(exit, "/certificates"))
                .filter(certificate -> certificate.path("kind").asText().equals("ASSET_RETURN")
                        && certificate.path("state").asText().equals("SIGNED"))
                .map(certificate -> certificate.path("number").asText())
                .findFirst()
                .orElseThrow();
        walk.desk("lea")
                .post("/api/certificates/" + signed + "/void", Map.of("reason", "it names the wrong clause"))
                .orFail();
    }

    private String returned() {
        var exit = walk.authorise(
                walk.desk("olga").open(Walk.facts(), """
                        asset,title,kind,origin,disposition,connection,locator
                        website,The website,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%s
                        """.formatted(vendor.url("team/website"))), "vendor-team");
        destruction.returned(exit, "FINAL", "website");
        return exit;
    }

    private String hold(String exit) {
        var hold = destruction
                .post("olga", exit, "/holds", Map.of("asset", "website", "document", "Matter 12", "reason", "a claim"))
                .orFail()
                .body()
                .path("hold")
                .path("hold")
                .asText();
        Desk.await("the sealed notice", () -> Optional.of(destruction.get(exit, "/holds/" + hold))
                .filter(shown -> shown.path("notice").hasNonNull("sealedSha256")));
        walk.desk("olga")
                .complete(
                        exit,
                        "Serve the preserve notice of " + hold,
                        Map.of("servedOn", "2026-01-02", "servedTo", "Vera Vendor", "channel", "courier 4711"))
                .orFail();
        return hold;
    }

    private String residual(String exit, String kind) {
        return destruction
                .post(
                        "olga",
                        exit,
                        "/residuals",
                        Map.of(
                                "kind",
                                kind,
                                "asset",
                                "website",
                                "what",
                                "a claim",
                                "owner",
                                "otto",
                                "due",
                                "2098-12-31"))
                .orFail()
                .body()
                .path("residual")
                .asText();
    }

    private Desk.Answer settle(String exit, String residual) {
        return destruction.post("otto", exit, "/residuals/" + residual + "/settle", Map.of("how", "it is over"));
    }

    private Desk.Answer close(String exit) {
        return destruction.post("olga", exit, "/close", Map.of("mode", "CLOSED", "reason", "gone at last"));
    }
}
