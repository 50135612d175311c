package dev.handback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import dev.handback.sources.Connections;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What nobody can fetch comes home by hand: three engineers, legal, the real services, over REST. */
@Journey
class DeliveryIT {
    private static final String HEADING = "asset,title,kind,origin,disposition,locator,medium\n";

    private final Walk walk;
    private final S3Host store;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Ledger ledger;
    private final JdbcClient jdbc;
    private final Connections connections;

    DeliveryIT(
            @LocalServerPort int port,
            GitHost vendor,
            S3Host store,
            Certificates certificates,
            SignOff signOff,
            Ledger ledger,
            JdbcClient jdbc,
            Connections connections) {
        this.connections = connections;
        this.walk = new Walk(port, vendor);
        this.store = store;
        this.certificates = certificates;
        this.signOff = signOff;
        this.ledger = ledger;
        this.jdbc = jdbc;
    }

    @Test
    void bringsPapersHomeUpToTheSignedFinalCertificate() throws IOException {
        var exit = walk.desk("olga")
                .open(Walk.facts(), HEADING + "papers,Signed papers,manual,FOREGROUND,RETURN,safe 4,paper\n");
        deliver("erin", exit, "papers");
        confirm("emil", exit, "papers", "CONFIRM", "");
        walk.check("ella", exit, "papers");
        var certificate = walk.drawnUp(exit, "FINAL", "papers");
        var shown = certificates.find(certificate);
        walk.sign("lea", certificate, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();

        walk.awaitState(exit, "RETURN_FINAL");

        var text = text(walk.desk("ada")
                        .get("/api/certificates/" + certificate + ".pdf")
                        .orFail()
                        .bytes())
                .replaceAll("\\s+", " ");
        assertThat(text)
                .contains("2 delivered files, 19 bytes; content not proved beyond these digests")
                .contains("received on 31 January 2026 by Erin (erin)", "by Emil (emil)", "USB disk 4711")
                .contains("papers: it came by hand; two persons saw it arrive");
        assertThat(actors(exit, "delivery_received")).isEqualTo("erin");
        assertThat(actors(exit, "delivery_confirmed")).isEqualTo("emil");
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void placesFilesUnderTheirNamesInABucketOfOurOwn() {
        try (var own = VendorBucket.of(store, "plans-at-home")) {
            placePlans("home-bucket,s3://plans-at-home/acme/");

            assertThat(own.keys()).containsExactly("acme/a.txt", "acme/b/c.txt");
        }
    }

    @Test
    void placesFilesUnderTheirNamesInAFolderOfOurOwn() {
        placePlans("home-files,folder:acme/plans");

        var files = Objects.requireNonNull(connections.require("home-files").folder())
                .resolve("acme/plans/files");
        assertThat(files.resolve("a.txt")).isRegularFile();
        assertThat(files.resolve("b/c.txt")).isRegularFile();
    }

    private void placePlans(String destination) {
        var exit = walk.desk("olga")
                .open(
                        Walk.facts(),
                        "asset,title,kind,origin,disposition,destination_connection,destination\n"
                                + "blueprints,Plans,manual,FOREGROUND,RETURN," + destination + "\n");
        deliver("erin", exit, "blueprints", "b/c.txt");
        confirm("emil", exit, "blueprints", "CONFIRM", "");
        walk.check("ella", exit, "blueprints");

        walk.desk("olga")
                .post("/api/exits/" + exit + "/assets/blueprints/place", Map.of())
                .orFail();

        Desk.await("blueprints to be placed", () -> Optional.of(walk.desk("olga")
                        .get("/api/exits/" + exit + "/assets/blueprints")
                        .orFail()
                        .body())
                .filter(asset -> asset.path("returnState").asText().equals("PLACED")));
    }

    @Test
    void listsEveryFileAsNdjson() {
        var exit = walk.desk("olga").open(Walk.facts(), HEADING + "plans,Plans,manual,FOREGROUND,RETURN,,\n");
        deliver("erin", exit, "plans");
        Desk.await("the task to confirm", () -> walk.desk("emil").task(exit, "Confirm delivery of plans"));

        var lines = new String(
                walk.desk("ada")
                        .get("/api/exits/" + exit + "/assets/plans/manifest")
                        .orFail()
                        .bytes(),
                UTF_8);

        assertThat(lines)
                .isEqualTo("{\"name\":\"../b.txt\",\"size\":9,\"sha256\":\"" + Sha256.of("the other") + "\"}\n"
                        + "{\"name\":\"a.txt\",\"size\":10,\"sha256\":\"" + Sha256.of("of plans!!") + "\"}\n");
    }

    @Test
    void refusesTheWrongPersonsAndTheWrongMoment() {
        var exit = walk.desk("olga").open(Walk.facts(), HEADING + "disk,A disk,manual,FOREGROUND,RETURN,,\n");
        var path = "/api/exits/" + exit + "/assets/disk/delivery";
        var task = Desk.await("the task to receive", () -> walk.desk("erin").task(exit, "Receive delivery of disk"));

        assertThat(walk.desk("olga").put(path + "/files?name=a", new byte[1]).status())
                .isEqualTo(409);
        var byForm = walk.desk("erin").post("/api/tasks/" + task + "/complete", Map.of("values", Map.of()));
        assertThat(byForm.status()).isEqualTo(409);
        assertThat(byForm.body().path("command").asText()).isEqualTo("POST " + path);
        assertThat(walk.desk("erin").post(path, receipt()).body().toString()).contains("at least one file");
        deliver("erin", exit, "disk");
        var own = walk.desk("erin")
                .complete(exit, "Confirm delivery of disk", Map.of("decision", "CONFIRM", "reason", "mine"));
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.body().toString()).contains("a second person must");
        assertThat(walk.desk("emil").post(path, receipt()).status()).isEqualTo(409);

        confirm("emil", exit, "disk", "REJECT", "another disk");
        deliver("emil", exit, "disk");
        confirm("erin", exit, "disk", "CONFIRM", "");

        var refused = walk.desk("emil").complete(exit, "Hand over disk", Map.of("decision", "PASS", "note", ""));
        assertThat(refused.body().toString()).contains("CHECKER_RECEIVED");
        walk.check("ella", exit, "disk");
    }

    private void deliver(String person, String exit, String asset) {
        deliver(person, exit, asset, "../b.txt");
    }

    private void deliver(String person, String exit, String asset, String second) {
        var desk = walk.desk(person);
        var path = "/api/exits/" + exit + "/assets/" + asset + "/delivery";
        Desk.await("the task to receive " + asset, () -> desk.task(exit, "Receive delivery of " + asset));
        desk.put(
                        path + "/files?name=a.txt",
                        ("of " + asset + "!!!!!").substring(0, 10).getBytes(UTF_8))
                .orFail();
        desk.put(path + "/files?name=" + URLEncoder.encode(second, UTF_8), "the other".getBytes(UTF_8))
                .orFail();
        assertThat(desk.post(path, receipt()).orFail().status()).isEqualTo(202);
    }

    private void confirm(String person, String exit, String asset, String decision, String reason) {
        walk.desk(person)
                .complete(exit, "Confirm delivery of " + asset, Map.of("decision", decision, "reason", reason))
                .orFail();
    }

    private static Map<String, Object> receipt() {
        var receipt = new LinkedHashMap<String, Object>();
        receipt.put("medium", "USB disk 4711");
        receipt.put("courier", "Carla Courier");
        receipt.put("seal", "INTACT");
        receipt.put("sealNumber", "S-99");
        receipt.put("condition", "dry and whole");
        receipt.put("receivedOn", "2026-01-31");
        return receipt;
    }

    private String actors(String exit, String table) {
        return jdbc.sql("select actor from handback." + table + " where exit_id = ?")
                .param(exit)
                .query(String.class)
                .single();
    }

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
