package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An exit that begins before anybody knows what there is. */
@Journey
class EmergencyIT {
    private final Walk walk;
    private final GitHost vendor;
    private final S3Host store;
    private final AssetRegister register;
    private final Certificates certificates;
    private final SignOff signOff;

    EmergencyIT(
            @LocalServerPort int port,
            GitHost vendor,
            S3Host store,
            AssetRegister register,
            Certificates certificates,
            SignOff signOff) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.store = store;
        this.register = register;
        this.certificates = certificates;
        this.signOff = signOff;
    }

    @Test
    void drawsTheRegisterUpFromWhatAConnectionListsOnceLegalAllowsIt() {
        try (var bucket = VendorBucket.of(store, "found-in-a-hurry")) {
            bucket.put("plan.pdf", "the plan");
        }
        var facts = new HashMap<>(Walk.facts());
        facts.put("emergency", true);
        var exit = walk.desk("olga").open(facts, "");
        assertThat(walk.desk("ada")
                        .get("/api/exits/" + exit)
                        .orFail()
                        .body()
                        .path("emergency")
                        .asBoolean())
                .isTrue();

        assertThat(listed(exit, "olga").status()).isEqualTo(409);
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/authority",
                        Map.of("connection", "vendor-documents", "basis", "clause 14.2", "until", "2099-12-31"))
                .orFail();
        assertThat(listed(exit, "olga").body().toString()).contains("AUTHORITY_NOT_CONFIRMED");
        walk.desk("lea")
                .complete(
                        exit,
                        "Confirm the authority for vendor-documents",
                        Map.of("decision", "CONFIRM", "reason", "read"))
                .orFail();
        assertThat(listed(exit, "erin").status()).isEqualTo(403);

        var all = listed(exit, "olga").orFail().body();
        assertThat(locators(all)).contains("s3://found-in-a-hurry");
        draw(exit, "vendor-documents", "s3://found-in-a-hurry/").orFail();
        draw(exit, "vendor-team", vendor.url("team/billing-portal"), vendor.url("team/missing"))
                .orFail();
        // for the judge, before anything is agreed or held
        signed(walk.recordDrawnUp(exit));
        walk.desk("olga")
                .post("/api/exits/" + exit + "/register/agree", Map.of())
                .orFail();

        Desk.await("the bucket", () -> Optional.of(register.find(exit, "found-in-a-hurry"))
                .filter(asset -> asset.returnState().equals("VERIFIED")));
        assertThat(register.find(exit, "billing-portal").priority()).isEqualTo(1);
        assertThat(walk.desk("ada")
                        .get("/api/exits/" + exit + "/gates/SIGN_RETURN")
                        .orFail()
                        .body()
                        .findValuesAsText("code"))
                .contains("ORIGIN_UNDETERMINED");
    }

    @Test
    void saysWhatToDoWhenAConnectionCannotBeListed() {
        var exit = walk.authorise(walk.opened("vendor-team", "team/billing-portal"), "vendor-team");

        var git = walk.desk("olga")
                .post("/api/exits/" + exit + "/register/provisional", Map.of("connection", "vendor-team"));

        assertThat(git.status()).isEqualTo(409);
        assertThat(git.body().toString()).contains("is no S3 store", "paste the addresses");
    }

    private void signed(String number) {
        var shown = certificates.find(number);
        walk.sign("lea", number, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
        assertThat(certificates.find(number).state()).isEqualTo("SIGNED");
    }

    private Desk.Answer listed(String exit, String person) {
        return walk.desk(person)
                .post(
                        "/api/exits/" + exit + "/register/provisional",
                        Map.of("connection", "vendor-documents", "preview", true));
    }

    private Desk.Answer draw(String exit, String connection, String... addresses) {
        return walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/register/provisional",
                        Map.of("connection", connection, "addresses", List.of(addresses)));
    }

    private static List<String> locators(JsonNode preview) {
        return preview.path("rows").findValuesAsText("locator");
    }
}
