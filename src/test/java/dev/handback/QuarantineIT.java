package dev.handback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.Sealing;
import dev.handback.certificates.SignOff;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.packages.Repacked;
import dev.handback.retrieval.s3.VendorBucket;
import dev.handback.vault.Vault;
import dev.handback.verify.TwoVerifiers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A bucket brought another customer's data: sealed, certified without it, erased by three people, handed over. */
@Journey
class QuarantineIT {
    private static final String THEIRS = "payroll of another customer";
    private static final String OURS = "the contract";
    private static final Map<String, Object> NOT_OURS = Map.of("reason", "another customer's, by their letter");

    @TempDir
    private Path folder;

    private final Walk walk;
    private final S3Host store;
    private final GitHost vendor;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Sealing sealing;
    private final Vault vault;

    QuarantineIT(
            @LocalServerPort int port,
            S3Host store,
            GitHost vendor,
            Certificates certificates,
            SignOff signOff,
            Sealing sealing,
            Vault vault) {
        this.walk = new Walk(port, vendor);
        this.store = store;
        this.vendor = vendor;
        this.certificates = certificates;
        this.signOff = signOff;
        this.sealing = sealing;
        this.vault = vault;
    }

    @Test
    void whatShouldNotHaveBeenTakenIsSealedErasedAndInNothingThatLeavesTheHouse() throws Exception {
        try (var bucket = VendorBucket.of(store, "over-collected")) {
            bucket.put("msa.pdf", OURS).put("payroll.csv", THEIRS);
            var exit = opened();
            walk.check("erin", exit, "contracts");
            var first = signed(exit);
            var before = built(exit);
            assertThat(fetched(before).done()).isTrue();

            var quarantine = sealed(exit, "contracts");

            assertThat(state(exit, "contracts")).isEqualTo("REOPENED");
            assertThat(fetched(before).status()).isEqualTo(409);
            assertThat(get("/api/exits/" + exit + "/assets/contracts/manifest").status())
                    .isEqualTo(409);
            assertThat(get("/api/certificates/" + first).body().path("state").asText())
                    .isEqualTo("SIGNED");
            assertThat(get("/api/certificates/" + first)
                            .body()
                            .path("quarantined")
                            .path(0)
                            .path("quarantine")
                            .asText())
                    .isEqualTo(quarantine);

            bucket.erase().put("msa.pdf", OURS);
            retrievedAgain(exit);
            walk.check("emil", exit, "contracts");
            var second = signed(exit);
            erased(exit, quarantine);

            assertThat(vault.find(digest(THEIRS))).isEmpty();
            assertThat(vault.find(digest(OURS))).as("attempt 2 holds it, too").isPresent();
            assertThat(fetched(before).status()).isEqualTo(409);
            bothAcceptThePackage(exit, second, quarantine);
        }
    }

    @Test
    void whatIsReleasedGoesOnWhereItWasAndWhatIsRefusedStaysSealed() {
        var exit = walk.authorised("vendor-team", "team/billing-api");
        Desk.await("the task to check", () -> walk.desk("erin").task(exit, "Hand over"));

        var quarantine = sealed(exit, "billing-api");

        Desk.await("no task to check", () -> Optional.of(exit)
                .filter(x -> walk.desk("erin").task(x, "Hand over").isEmpty()));
        var erasure = asked(exit, quarantine);
        assertThat(decide("erin", exit, erasure, "APPROVE").status())
                .as("who asked")
                .isIn(403, 409);
        assertThat(decide("olga", exit, erasure, "REFUSE").done()).isTrue();
        aLateWordOnItCountsForNoOther(exit, erasure, asked(exit, quarantine));
        assertThat(walk.desk("erin2")
                        .post("/api/exits/" + exit + "/quarantines/" + quarantine + "/release", NOT_OURS)
                        .status())
                .as("a second account of who sealed it")
                .isEqualTo(403);
        walk.desk("lea")
                .complete(exit, "Decide on quarantine", Map.of("decision", "RELEASE", "reason", "ours by clause 4"))
                .orFail();

        walk.check("emil", exit, "billing-api");
        assertThat(Desk.await(
                        "checked", () -> Optional.of(state(exit, "billing-api")).filter("CHECKED"::equals)))
                .isEqualTo("CHECKED");
        assertThat(get("/api/exits/" + exit + "/assets/billing-api").body().path("attempts"))
                .as("nothing was retrieved again for it")
                .hasSize(1);
    }

    private void aLateWordOnItCountsForNoOther(String exit, String refused, String waiting) {
        var late = decide("leo", exit, refused, "APPROVE");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().toString()).contains("erasure " + refused + " is REFUSED: expected ASKED");
        assertThat(get("/api/exits/" + exit + "/erasures/" + waiting)
                        .body()
                        .path("approvals")
                        .asInt(-1))
                .isZero();
        decide("olga", exit, waiting, "REFUSE").orFail();
    }

    private String opened() {
        return walk.authorise(
                walk.desk("olga")
                        .open(
                                Walk.facts(),
                                "asset,title,kind,origin,disposition,connection,locator\n"
                                        + "contracts,Contracts,s3-documents,FOREGROUND,RETURN,vendor-documents,s3://over-collected\n"),
                "vendor-documents");
    }

    private String sealed(String exit, String asset) {
        return walk.desk("erin")
                .post(
                        "/api/exits/" + exit + "/quarantines",
                        Map.of("asset", asset, "reason", "data of another customer"))
                .orFail()
                .body()
                .path("quarantine")
                .asText();
    }

    private void retrievedAgain(String exit) {
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets/contracts/retrieve",
                        Map.of("reason", "the vendor removed the payroll"))
                .orFail();
        Desk.await("attempt 2", () -> Optional.of(state(exit, "contracts")).filter("VERIFIED"::equals));
    }

    private String asked(String exit, String quarantine) {
        return walk.desk("erin")
                .post("/api/exits/" + exit + "/quarantines/" + quarantine + "/erasure", NOT_OURS)
                .orFail()
                .body()
                .path("erasure")
                .asText();
    }

    private void erased(String exit, String quarantine) {
        var erasure = asked(exit, quarantine);
        decide("olga", exit, erasure, "APPROVE").orFail();
        assertThat(vault.find(digest(THEIRS))).as("one approval is not enough").isPresent();
        decide("leo", exit, erasure, "APPROVE").orFail();
        Desk.await("the erasure", () -> Optional.of(get("/api/exits/" + exit + "/erasures/" + erasure)
                        .body()
                        .path("state")
                        .asText())
                .filter("ERASED"::equals));
    }

    private Desk.Answer decide(String person, String exit, String erasure, String decision) {
        return walk.desk(person)
                .post(
                        "/api/exits/" + exit + "/erasures/" + erasure + "/decide",
                        Map.of("decision", decision, "reason", "read their letter"));
    }

    private void bothAcceptThePackage(String exit, String certificate, String quarantine) throws Exception {
        var zip = Files.write(
                folder.resolve("package.zip"), fetched(built(exit)).orFail().bytes());
        var anchor = anchor();
        var command = TwoVerifiers.command(zip, "--anchor", anchor);
        var script = TwoVerifiers.script(zip, "--anchor", anchor);

        assertThat(command.code()).as(command.words()).isZero();
        assertThat(script.code()).as(script.words()).isZero();
        assertThat(command.assets())
                .isEqualTo(script.assets())
                .singleElement()
                .asString()
                .startsWith("contracts CERTIFIED")
                .contains(certificate);
        for (JsonNode notes :
                List.of(command.verdict().path("notes"), script.verdict().path("notes"))) {
            assertThat(notes.toString()).contains("attempt 1: erased, as tombstone " + quarantine);
        }
        assertThat(new String(Files.readAllBytes(zip), UTF_8)).doesNotContain(THEIRS);
        missingWithoutATombstoneIsAFinding(zip, anchor);
    }

    /** The same package with the facts of the quarantine left out: then what attempt 1 brought is missing. */
    private void missingWithoutATombstoneIsAFinding(Path zip, String anchor) {
        var forged = Repacked.of(zip)
                .edit(
                        "evidence/ledger.ndjson",
                        text -> text.replaceAll("(?m)^.*\\\\\"table\\\\\": \\\\\"quarantined\\\\\".*\\n", ""))
                .consistent()
                .zip(folder.resolve("forged.zip"));
        assertThat(TwoVerifiers.command(forged, "--anchor", anchor).findings())
                .anyMatch(finding -> finding.startsWith("FILE_MISSING data/"));
        assertThat(TwoVerifiers.script(forged, "--anchor", anchor).findings())
                .anyMatch(finding -> finding.startsWith("FILE_MISSING data/"));
    }

    private String signed(String exit) {
        var drawn = walk.drawnUp(exit, "INTERIM", "contracts");
        var shown = certificates.find(drawn);
        walk.sign("lea", drawn, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
        return drawn;
    }

    private String built(String exit) {
        var number = walk.desk("olga")
                .post("/api/exits/" + exit + "/packages", Map.of("scope", List.of()))
                .orFail()
                .body()
                .path("number")
                .asText();
        Desk.await("the package", () -> Optional.of(
                        get("/api/packages/" + number).body().path("state").asText())
                .filter("BUILT"::equals));
        return number;
    }

    private Desk.Answer fetched(String number) {
        return get("/api/packages/" + number + ".zip");
    }

    private String state(String exit, String asset) {
        return get("/api/exits/" + exit + "/assets/" + asset)
                .body()
                .path("returnState")
                .asText();
    }

    private Desk.Answer get(String path) {
        return walk.desk("ada").get(path);
    }

    private static Sha256 digest(String content) {
        return Sha256.of(content.getBytes(UTF_8));
    }

    private String anchor() throws Exception {
        return TwoVerifiers.anchor(sealing, folder).toString();
    }
}
