package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An exit that must stand still in part or whole, walked through by people over the real services. */
@Journey
class StandstillIT {
    private static final Map<String, String> LEAVE = Map.of(
            "document", "Order 7 IN 12/26",
            "issuer", "Local court",
            "scope", "retrieval of all assets",
            "dated", "2026-01-02",
            "reason", "leave was given");

    private final Walk walk;
    private final AssetRegister register;

    StandstillIT(@LocalServerPort int port, GitHost vendor, AssetRegister register) {
        this.walk = new Walk(port, vendor);
        this.register = register;
    }

    @Test
    void aHoldIsToldToTheHolderAndStaysUntilAnotherPersonOfLegalLiftsIt() throws IOException {
        var exit = walk.authorised("vendor-team", "team/website");
        await(exit, "website", "VERIFIED");

        var hold = post(
                        "olga",
                        exit,
                        "/holds",
                        Map.of("asset", "website", "document", "Matter 12", "reason", "a claim"))
                .path("hold")
                .path("hold")
                .asText();

        assertThat(asset(exit).path("flags").toString()).contains("ON_HOLD");
        var notice = Desk.await("the sealed notice", () -> Optional.of(get(exit, "/holds/" + hold))
                .filter(shown -> shown.path("notice").hasNonNull("sealedSha256")));
        var sealed = walk.desk("olga")
                .get("/api/exits/" + exit + "/holds/" + hold + "/notice.pdf")
                .orFail()
                .bytes();
        assertThat(Sha256.of(sealed).hex())
                .isEqualTo(notice.path("notice").path("sealedSha256").asText());
        try (var pdf = Loader.loadPDF(sealed)) {
            assertThat(pdf.getSignatureDictionaries()).hasSize(1);
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains("Orbit Outsourcing GmbH", "website", "preserve")
                    .doesNotContain("a claim", "Matter 12");
        }
        walk.desk("olga")
                .complete(
                        exit,
                        "Serve the preserve notice of " + hold,
                        Map.of("servedOn", "2026-01-02", "servedTo", "Vera Vendor", "channel", "courier 4711"))
                .orFail();
        assertThat(get(exit, "/holds/" + hold).path("notice").path("channel").asText())
                .isEqualTo("courier 4711");
        assertThat(tryPost("olga", exit, "/holds/" + hold + "/lift", Map.of("reason", "I opened it"))
                        .status())
                .isEqualTo(403);

        walk.desk("lea")
                .complete(exit, "Lift the hold " + hold, Map.of("reason", "the claim is settled"))
                .orFail();

        assertThat(asset(exit).path("flags")).isEmpty();
        assertThat(get(exit, "/holds/" + hold).path("hold").path("liftedBy").asText())
                .isEqualTo("lea");
    }

    @Test
    void insolvencyPausesWhatIsNotHomeAndALeaveOfTheCourtLetsItComeByItself() {
        var exit = walk.opened("vendor-team", "team/website");
        post(
                "olga",
                exit,
                "/trigger",
                Map.of("trigger", "INSOLVENCY", "since", "2026-01-02", "document", "Gazette", "reason", "they filed"));
        // nobody is asked for an authority while a stay forbids to use it, but it can be prepared
        post(
                "olga",
                exit,
                "/authority",
                Map.of("connection", "vendor-team", "basis", "clause 14", "until", "2099-12-31"));
        walk.desk("lea")
                .complete(
                        exit, "Confirm the authority for vendor-team", Map.of("decision", "CONFIRM", "reason", "read"))
                .orFail();
        post(
                "lea",
                exit,
                "/parties",
                Map.of(
                        "party", "VENDOR",
                        "since", "2026-01-02",
                        "name", "Dr Vogel",
                        "capacity", "as administrator, without personal liability",
                        "document", "Order of appointment",
                        "reason", "appointed"));

        walk.awaitState(exit, "SUSPENDED");
        assertThat(asset(exit).path("flags").toString()).contains("STAYED");
        assertThat(get(exit, "/gates/RETRIEVE?subject=website").toString()).contains("STAYED");
        assertThat(get(exit, "").path("vendor").path("name").asText()).isEqualTo("Dr Vogel");
        assertThat(register.find(exit, "website").number()).isNull();
        var stay = get(exit, "/stays").get(0).path("stay").asText();
        var incomplete =
                tryPost("lea", exit, "/stays/" + stay + "/lift", Map.of("document", "Order", "reason", "leave"));
        assertThat(incomplete.status()).isEqualTo(400);
        assertThat(incomplete.body().toString()).contains("issuer", "scope", "dated");

        post("lea", exit, "/stays/" + stay + "/lift", LEAVE);

        await(exit, "website", "VERIFIED");
        walk.check("erin", exit, "website");
        var number = walk.drawnUp(exit, "INTERIM", "website");
        assertThat(text(number)).contains("Dr Vogel, as administrator, without personal liability");
    }

    @Test
    void aCancelledExitClosesItsTasksKeepsItsHoldsAndWhatIsHome() {
        var exit = walk.authorised("vendor-team", "team/website");
        await(exit, "website", "VERIFIED");
        var hold = post("olga", exit, "/holds", Map.of("document", "Matter 12", "reason", "a claim"))
                .path("hold")
                .path("hold")
                .asText();
        assertThat(tryPost("olga", exit, "/cancel", Map.of("reason", "it goes on", "document", "Amendment 4"))
                        .status())
                .isEqualTo(403);

        post("lea", exit, "/cancel", Map.of("reason", "the contract goes on", "document", "Amendment 4"));

        walk.awaitState(exit, "CANCELLED");
        Desk.await("no open hand-over", () -> Optional.of(walk.desk("erin").task(exit, "Hand over"))
                .filter(Optional::isEmpty));
        Desk.await("no next certificate", () -> Optional.of(walk.desk("olga").task(exit, "Choose"))
                .filter(Optional::isEmpty));
        assertThat(walk.desk("lea").task(exit, "Lift the hold " + hold)).isPresent();
        assertThat(register.find(exit, "website").bundleSha256()).isNotNull();
        assertThat(tryPost("olga", exit, "/certificates", certificate("ASSET_RETURN", "FINAL"))
                        .body()
                        .toString())
                .contains("no FINAL");
        post("olga", exit, "/certificates", certificate("CUSTODY_RECORD", "INTERIM"));
        Desk.await("the custody record", () -> walk.desk("lea").task(exit, "Sign certificate"));
    }

    private static Map<String, Object> certificate(String kind, String finality) {
        return Map.of("kind", kind, "finality", finality, "scope", List.of("website"));
    }

    private String text(String number) {
        try (var pdf = Loader.loadPDF(walk.desk("lea")
                .get("/api/certificates/" + number + ".pdf")
                .orFail()
                .bytes())) {
            return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode asset(String exit) {
        return get(exit, "/assets/website");
    }

    private JsonNode get(String exit, String path) {
        return walk.desk("ada").get("/api/exits/" + exit + path).orFail().body();
    }

    private JsonNode post(String person, String exit, String path, Map<String, ?> body) {
        return tryPost(person, exit, path, body).orFail().body();
    }

    private Desk.Answer tryPost(String person, String exit, String path, Map<String, ?> body) {
        return walk.desk(person).post("/api/exits/" + exit + path, body);
    }

    private void await(String exit, String asset, String state) {
        Desk.await(
                asset + " to be " + state,
                () -> Optional.of(register.find(exit, asset).returnState()).filter(state::equals));
    }
}
