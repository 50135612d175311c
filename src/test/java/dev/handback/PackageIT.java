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
import dev.handback.verify.TwoVerifiers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A stranger with the package reaches our verdict offline, by independent tools. */
@Journey
class PackageIT {
    private static final String REGISTER = "asset,title,kind,origin,disposition,connection,locator\n";

    @TempDir
    private static Path folder;

    private final int port;
    private final Walk walk;
    private final GitHost vendor;
    private final S3Host store;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Sealing sealing;
    private String exit = "";
    private String certificate = "";
    private String number = "";
    private Path zip = Path.of("");
    private Path bag = Path.of("");
    private Path anchor = Path.of("");

    PackageIT(
            @LocalServerPort int port,
            GitHost vendor,
            S3Host store,
            Certificates certificates,
            SignOff signOff,
            Sealing sealing) {
        this.port = port;
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.store = store;
        this.certificates = certificates;
        this.signOff = signOff;
        this.sealing = sealing;
    }

    @BeforeAll
    void buildsThePackage() throws Exception {
        try (var bucket = VendorBucket.of(store, "handed-over")) {
            bucket.put("2021/msa.pdf", "the contract").put("2021/msa.pdf", "the contract, amended");
            bucket.put("2021/MSA.pdf", "another contract").put("2021/nul.txt", "named as a device");
            bucket.put("gone.txt", "of a deleted key").delete("gone.txt");
        }
        exit = walk.authorise(
                walk.authorise(
                        walk.desk("olga")
                                .open(
                                        Walk.facts(),
                                        REGISTER + "billing-api,Billing,git-repository,FOREGROUND,RETURN,vendor-team,"
                                                + vendor.url("team/billing-api")
                                                + "\nfilm,With a film,git-repository,FOREGROUND,RETURN,vendor-team,"
                                                + vendor.url("team/billing-portal")
                                                + "\ncontracts,Contracts,s3-documents,FOREGROUND,RETURN,vendor-documents,s3://handed-over\n"
                                                + "papers,Papers,manual,FOREGROUND,RETURN,,safe 4\n"),
                        "vendor-team"),
                "vendor-documents");
        deliverPapers();
        walk.check("erin", exit, "billing-api");
        walk.check("erin", exit, "contracts");
        walk.check("ella", exit, "papers");
        certificate = signed(exit, "billing-api", "contracts", "papers");
        number = built(exit);
        zip = Files.write(folder.resolve("package.zip"), get(number, Map.of()).body());
        Tool.named("unzip").say(folder, "-q", zip.toString(), "-d", folder.toString());
        bag = folder.resolve("handback-" + exit);
        anchor = TwoVerifiers.anchor(sealing, folder);
    }

    private void deliverPapers() {
        var erin = walk.desk("emil");
        var path = "/api/exits/" + exit + "/assets/papers/delivery";
        Desk.await("the task to receive", () -> erin.task(exit, "Receive delivery of papers"));
        erin.put(path + "/files?name=..%2Fa.txt", "of paper".getBytes(UTF_8)).orFail();
        var receipt = new LinkedHashMap<String, Object>();
        receipt.put("medium", "a folder");
        receipt.put("courier", "Carla Courier");
        receipt.put("seal", "NONE");
        receipt.put("condition", "dry and whole");
        receipt.put("receivedOn", "2026-01-31");
        erin.post(path, receipt).orFail();
        walk.desk("erin")
                .complete(exit, "Confirm delivery of papers", Map.of("decision", "CONFIRM", "reason", ""))
                .orFail();
    }

    private String signed(String exit, String... scope) {
        var drawn = walk.drawnUp(exit, "INTERIM", scope);
        var shown = certificates.find(drawn);
        walk.sign("lea", drawn, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
        return drawn;
    }

    private String built(String exit, String... scope) {
        var asked = walk.desk("olga")
                .post("/api/exits/" + exit + "/packages", Map.of("scope", List.of(scope)))
                .orFail();
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.location())
                .endsWith("/api/packages/" + asked.body().path("number").asText());
        Desk.await("the package", () -> Optional.of(asked.location())
                .filter(at -> state(asked.body().path("number").asText()).equals("BUILT")));
        return asked.body().path("number").asText();
    }

    private String state(String number) {
        return walk.desk("ada")
                .get("/api/packages/" + number)
                .orFail()
                .body()
                .path("state")
                .asText();
    }

    private HttpResponse<byte[]> get(String number, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/packages/" + number + ".zip"))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("ada:" + VendorAndClient.password("ada")).getBytes(UTF_8)));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    // ---------------------------------------------------------------------------------------------- others judge it

    @Test
    void sha256sumFindsEveryFileUnchanged() {
        var tool = Tool.named("sha256sum");

        assertThat(tool.say(bag, "--quiet", "-c", "manifest-sha256.txt")).isEmpty();
        assertThat(tool.say(bag, "--quiet", "-c", "tagmanifest-sha256.txt")).isEmpty();
    }

    @Test
    void gitClonesEachBundleAndFindsItWhole() throws IOException {
        var git = Tool.named("git");
        var bundle = bag.resolve("data/git/billing-api/1.bundle");

        git.say(folder, "clone", "-q", "--mirror", bundle.toString(), "clone");

        assertThat(git.say(folder.resolve("clone"), "fsck", "--full", "--strict"))
                .doesNotContain("error", "missing");
    }

    @Test
    void pdfsigAndQpdfFindTheCertificateSound() {
        var pdf = bag.resolve("evidence/certificates/" + certificate + ".pdf").toString();

        assertThat(Tool.named("pdfsig").say(folder, "-nocert", pdf)).contains("Signature is Valid");
        assertThat(Tool.named("qpdf").say(folder, "--check", pdf)).contains("No syntax or stream encoding errors");
    }

    @Test
    void bothVerifiersReachTheSameVerdictOnTheZipAndOnTheFolder() {
        for (var package_ : List.of(zip, bag)) {
            var command = TwoVerifiers.command(package_, "--anchor", anchor.toString());
            var script = TwoVerifiers.script(package_, "--anchor", anchor.toString());

            assertThat(command.code()).as(command.words()).isZero();
            assertThat(script.code()).as(script.words()).isZero();
            assertThat(command.assets())
                    .isEqualTo(script.assets())
                    .containsExactly(
                            "billing-api CERTIFIED [\"" + certificate + "\"]",
                            "contracts CERTIFIED [\"" + certificate + "\"]",
                            "film PARTIAL []",
                            "papers CERTIFIED [\"" + certificate + "\"]");
        }
    }

    @Test
    void theApplicationReachesTheVerdictOfTheCommandLine() throws Exception {
        var ada = walk.desk("ada");
        var built = ada.post("/api/verifications", Map.of("number", number)).orFail();
        var sent = ada.post("/api/verifications", Map.of("anchors", Files.readString(anchor), "quick", false))
                .orFail();
        var cut = Repacked.of(zip).flip("evidence/checkpoint.txt").zip(folder.resolve("flipped.zip"));
        ada.put(
                        "/api/verifications/" + sent.body().path("id").asText() + "/file?name=theirs.zip",
                        Files.readAllBytes(cut))
                .orFail();

        assertThat(verdict(ada, built))
                .isEqualTo(
                        TwoVerifiers.command(zip, "--anchor", anchor.toString()).verdict());
        assertThat(verdict(ada, sent))
                .isEqualTo(
                        TwoVerifiers.command(cut, "--anchor", anchor.toString()).verdict());
        assertThat(walk.desk("olga")
                        .get("/api/verifications/" + sent.body().path("id").asText())
                        .status())
                .as("a check is its person's own")
                .isEqualTo(404);
    }

    private static JsonNode verdict(Desk desk, Desk.Answer asked) {
        var check = "/api/verifications/" + asked.body().path("id").asText();
        Desk.await("the verdict", () -> Optional.of(desk.get(check))
                .filter(answer -> answer.orFail().body().hasNonNull("endedAt")));
        return desk.get(check + "/verdict.json").orFail().body();
    }

    @Test
    void believesNothingThatNobodyVouchesFor() {
        assertThat(TwoVerifiers.command(zip).findings())
                .isEqualTo(TwoVerifiers.script(zip).findings())
                .containsExactly(
                        "CERTIFICATE_REFUSED evidence/certificates/" + certificate + ".pdf",
                        "CHECKPOINT_NOT_TRUSTED evidence/log.pub.pem");
    }

    @Test
    void restoresHostileNamesInsideItsTargetOnly() throws IOException {
        var target = folder.resolve("restored");

        Tool.named("python3").say(bag, "unpack.py", target.toString());

        try (var files = Files.walk(target)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> target.relativize(file).toString())
                            .filter(name -> !name.equals("names.jsonl") && !name.startsWith("film")))
                    .hasSize(5)
                    .contains(
                            "billing-api/billing-api.bundle",
                            "contracts/files/2021/%6Eul.txt",
                            "papers/files/%2E%2E/a.txt")
                    .filteredOn(
                            name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("contracts/files/2021/msa.pdf"))
                    .as("two names that differ by case only")
                    .hasSize(2)
                    .anyMatch(name -> name.contains("%~"));
        }
        assertThat(folder.resolve("etc")).doesNotExist();
        assertThat(Files.readString(target.resolve("papers/files/%2E%2E/a.txt")))
                .isEqualTo("of paper");
    }

    // ---------------------------------------------------------------------------------------------- how it is had

    @Test
    void sendsPartsOfItAndRefusesWhatIsNotThere() throws Exception {
        var whole = Files.readAllBytes(zip);
        var etag = "\"" + Sha256.of(whole) + "\"";

        var part = get(number, Map.of("Range", "bytes=100-299"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("ETag")).contains(etag);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 100-299/" + whole.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 100, 300));
        assertThat(get(number, Map.of("Range", "bytes=" + whole.length + "-")).statusCode())
                .isEqualTo(416);
        assertThat(get(number, Map.of("Range", "bytes=0-9", "If-Range", etag)).statusCode())
                .isEqualTo(206);
        assertThat(get(number, Map.of("Range", "bytes=0-9", "If-Range", "\"another\""))
                        .body())
                .isEqualTo(whole);
        assertThat(get(number, Map.of("If-None-Match", etag)).statusCode()).isEqualTo(304);
    }

    @Test
    void isTheSamePackageWhileNothingChanges() {
        assertThat(built(exit)).isEqualTo(number);
    }

    @Test
    void takesNamedAssetsOnlyAndLeavesOutWhatIsSaidOfOthers() throws Exception {
        var papers = built(exit, "papers");
        var small = Repacked.of(
                Files.write(folder.resolve("papers.zip"), get(papers, Map.of()).body()));

        assertThat(small.text("evidence/ledger.ndjson"))
                .contains("\\\"asset\\\": \\\"papers\\\"")
                .doesNotContain("\\\"asset\\\": \\\"billing-api\\\"");
        assertThat(small.files().keySet()).noneMatch(name -> name.startsWith("data/git/"));
    }

    @Test
    void refusesOthersAndUnknownAssets() {
        assertThat(walk.desk("erin")
                        .post("/api/exits/" + exit + "/packages", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(walk.desk("ada")
                        .post("/api/exits/" + exit + "/packages", Map.of())
                        .status())
                .isEqualTo(403);
        var unknown = walk.desk("olga").post("/api/exits/" + exit + "/packages", Map.of("scope", List.of("no-such")));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body().toString()).contains("has no asset no-such");
        assertThat(walk.desk("ada").get("/api/packages/X1-P1").status()).isEqualTo(404);
    }
}
