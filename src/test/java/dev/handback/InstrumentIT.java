package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A repository and a patent are to be assigned: without a deed there is no final certificate, and no closing. */
@Journey
class InstrumentIT {
    private static final String DEED = "Orbit hereby assigns to Client";

    private final Walk walk;
    private final Certificates certificates;
    private final SignOff signOff;

    InstrumentIT(@LocalServerPort int port, GitHost vendor, Certificates certificates, SignOff signOff) {
        this.walk = new Walk(port, vendor);
        this.certificates = certificates;
        this.signOff = signOff;
    }

    @Test
    void closesOnlyOnceTheDeedsAreRecorded() {
        var register = walk.register("vendor-team", "team/billing-api").replace(",RETURN,", ",ASSIGN,")
                + "patent,A patent,manual,FOREGROUND,ASSIGN,,,\n";
        var exit = walk.authorise(walk.desk("olga").open(Walk.facts(), register), "vendor-team");
        walk.check("erin", exit, "billing-api");
        var lea = walk.desk("lea");
        Desk.await("legal to be asked", () -> lea.task(exit, "Record the instruments"));
        Desk.await("engineering to be asked for the patent", () -> walk.desk("erin").task(exit, "Receive"));
        assertThat(gate(exit, "SIGN_RETURN")).containsExactly("INSTRUMENT_MISSING", "INSTRUMENT_MISSING");
        assertThat(record(exit, "olga", "billing-api").status()).isEqualTo(403);

        var deed = record(exit, "lea", "billing-api").orFail().body().path("instrument").asText();
        assertThat(lea.task(exit, "Record the instruments")).isPresent();
        record(exit, "lea", "patent").orFail();

        assertThat(lea.task(exit, "Record the instruments")).isEmpty();
        assertThat(walk.desk("erin").task(exit, "Receive")).as("nothing of the patent need arrive").isEmpty();
        assertThat(lea.get(path(exit, "instruments/" + deed + "/document"))
                        .orFail()
                        .bytes())
                .isEqualTo(DEED.getBytes(StandardCharsets.UTF_8));
        sign(walk.drawnUp(exit, "FINAL", "billing-api", "patent"));
        walk.awaitState(exit, "RETURN_FINAL");
        settle(exit);

        lea.post(path(exit, "instruments/" + deed + "/withdraw"), Map.of("reason", "signed by nobody who may"))
                .orFail();
        var barred = close(exit);
        assertThat(barred.status()).isEqualTo(409);
        assertThat(barred.body().toString()).contains("INSTRUMENT_MISSING", "billing-api");
        record(exit, "lea", "billing-api").orFail();
        close(exit).orFail();
        walk.awaitState(exit, "CLOSED");
    }

    private Desk.Answer record(String exit, String person, String asset) {
        var words = Map.<String, Object>of(
                "type", "ASSIGNMENT",
                "operative", "PRESENT",
                "parties", "Orbit Outsourcing GmbH and Client Ltd",
                "signedBy", "O. Orbit, director",
                "executedOn", "2026-11-01",
                "jurisdiction", "England",
                "assets", List.of(Map.of("asset", asset)));
        return walk.desk(person).upload(path(exit, "instruments"), "instrument", words, "document", "deed.txt", DEED);
    }

    private void settle(String exit) {
        for (var connection : List.of("vendor-team", "")) {
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
        for (var item : List.of("credentials", "knowledge")) {
            walk.desk("erin")
                    .post(
                            path(exit, "checklist/" + item + "/settle"),
                            Map.of("result", "DONE", "doneOn", "2026-11-01", "doneBy", "Erin", "evidence", "ticket 8"))
                    .orFail();
        }
    }

    private Desk.Answer close(String exit) {
        return walk.desk("olga").post(path(exit, "close"), Map.of("mode", "CLOSED", "reason", "all is done"));
    }

    private void sign(String number) {
        var shown = certificates.find(number);
        walk.sign("leo", number, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("leo"))
                .orFail();
    }

    private Stream<String> gate(String exit, String gate) {
        return walk
                .desk("ada")
                .get(path(exit, "gates/" + gate))
                .orFail()
                .body()
                .findValuesAsText("code")
                .stream();
    }

    private static String path(String exit, String rest) {
        return "/api/exits/" + exit + "/" + rest;
    }
}
