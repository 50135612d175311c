package dev.handback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.Sealing;
import dev.handback.certificates.SignOff;
import dev.handback.custody.MerkleTree;
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
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A stranger with the package reaches our verdict offline, by independent tools; and whatever is forged is refused by both. */
@Journey
class PackageIT {
    private static final String REGISTER = "asset,title,kind,origin,disposition,connection,locator\n";
    private static final JsonMapper JSON = JsonMapper.builder().build();

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
    private String other = "";
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
                                                + vendor.url("team/website")
                                                + "\ncontracts,Contracts,s3-documents,FOREGROUND,RETURN,vendor-documents,s3://handed-over\n"
                                                + "papers,Papers,manual,FOREGROUND,RETURN,,safe 4\n"),
                        "vendor-team"),
                "vendor-documents");
        deliverPapers();
        walk.check("erin", exit, "billing-api");
        walk.check("erin", exit, "contracts");
        walk.check("ella", exit, "papers");
        certificate = signed(exit, "billing-api", "contracts", "papers");
        other = otherExit();
        number = built(exit);
        zip = Files.write(folder.resolve("package.zip"), get(number, Map.of()).body());
        Tool.named("unzip").say(folder, "-q", zip.toString(), "-d", folder.toString());
        bag = folder.resolve("handback-" + exit);
        anchor = Files.writeString(
                folder.resolve("company.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(sealing.anchors().get(0).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
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

    private String otherExit() {
        var other = walk.authorised("vendor-team", "team/billing-api");
        walk.check("erin", other, "billing-api");
        return signed(other, "billing-api");
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

    // ---------------------------------------------------------------------------------------------- what is forged

    interface Forgery {
        void make(PackageIT it, Repacked zip) throws Exception;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void bothRefuseAndNameWhatIsWrong(String what, String finding, Forgery forgery) throws Exception {
        var forged = Repacked.of(zip);
        forgery.make(this, forged);
        var file = forged.zip(folder.resolve("forged.zip"));

        var command = TwoVerifiers.command(file, "--anchor", anchor.toString());
        var script = TwoVerifiers.script(file, "--anchor", anchor.toString());

        var expected = finding.replace("{certificate}", "evidence/certificates/" + certificate + ".pdf");
        assertThat(command.code()).as(command.words()).isEqualTo(1);
        assertThat(script.code()).as(script.words()).isEqualTo(1);
        assertThat(command.findings()).as("command").anyMatch(said -> said.matches(expected));
        assertThat(script.findings()).as("script").anyMatch(said -> said.matches(expected));
        assertThat(command.blamed()).isEqualTo(script.blamed());
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forgery("a byte of a document", "FILE_CHANGED data/sha256/.*", (it, zip) -> zip.flip(contract(zip))),
                forgery(
                        "a byte of a bundle",
                        "FILE_CHANGED data/git/billing-api/1.bundle",
                        (it, zip) -> zip.flip("data/git/billing-api/1.bundle")),
                forgery(
                        "a byte of the manifest",
                        "FILE_CHANGED manifest-sha256.txt",
                        (it, zip) -> zip.flip("manifest-sha256.txt", 3)),
                forgery(
                        "a byte of the tag manifest",
                        "BAG_BROKEN tagmanifest-sha256.txt|FILE_CHANGED .*",
                        (it, zip) -> zip.flip("tagmanifest-sha256.txt", 3)),
                forgery(
                        "a byte of the metadata",
                        "FILE_CHANGED metadata/assets.jsonl",
                        (it, zip) -> zip.flip("metadata/assets.jsonl")),
                forgery(
                        "a byte of the ledger",
                        "FILE_CHANGED evidence/ledger.ndjson",
                        (it, zip) -> zip.flip("evidence/ledger.ndjson")),
                forgery(
                        "a byte of the checkpoint",
                        "CHECKPOINT_NOT_PROVED evidence/checkpoint.txt",
                        (it, zip) -> zip.flip(
                                "evidence/checkpoint.txt",
                                zip.text("evidence/checkpoint.txt").indexOf('\n') + 1)),
                forgery("a byte of a certificate", "CERTIFICATE_REFUSED {certificate}", (it, zip) -> zip.flip(
                                it.pdf(), 4000)
                        .tagsConsistent()),
                forgery("a file added", "FILE_ADDED data/sha256/00/11/more", (it, zip) -> zip.put(
                                "data/sha256/00/11/more", new byte[3])
                        .consistent()),
                forgery("a file removed", "FILE_MISSING data/sha256/.*", (it, zip) -> {
                    zip.files().remove(contract(zip));
                    zip.consistent();
                }),
                forgery("a file renamed", "FILE_MISSING data/sha256/.*", (it, zip) -> {
                    var bytes = zip.files().remove(contract(zip));
                    zip.put("data/sha256/00/11/renamed", bytes).consistent();
                }),
                forgery(
                        "a document exchanged, every manifest made true",
                        "HOLDING_DIFFERS data/sha256/.*",
                        (it, zip) -> zip.flip(contract(zip)).consistent()),
                forgery(
                        "a name changed, the tag manifest made true",
                        "HOLDING_DIFFERS metadata/files.jsonl",
                        (it, zip) -> zip.edit(
                                        "metadata/files.jsonl", text -> text.replace("Z29uZS50eHQ=", "Z29uZS50eHR=")
                                                .replace("2021/MSA", "2021/MSB"))
                                .tagsConsistent()),
                forgery(
                        "a manifest line dropped, the tag manifest made true",
                        "FILE_ADDED data/sha256/.*",
                        (it, zip) -> zip.edit("manifest-sha256.txt", text -> text.substring(text.indexOf('\n') + 1))
                                .tagsConsistent()),
                forgery("a tag file added", "FILE_ADDED evidence/more.txt", (it, zip) -> zip.put(
                                "evidence/more.txt", new byte[1])
                        .tagsConsistent()),
                forgery(
                        "an entry changed and the tree recomputed",
                        "CHECKPOINT_NOT_PROVED evidence/checkpoint.txt",
                        (it, zip) -> it.recompute(zip)),
                forgery(
                        "another key, which signs a tree of its own",
                        "CHECKPOINT_NOT_PROVED {certificate}",
                        (it, zip) -> it.anotherKey(zip)),
                forgery(
                        "another exit's certificate in its place",
                        "CERTIFICATE_NOT_PROVED {certificate}",
                        (it, zip) -> zip.put(it.pdf(), it.otherPdf()).tagsConsistent()),
                forgery(
                        "another exit's certificate beside",
                        "FILE_ADDED evidence/certificates/other.pdf",
                        (it, zip) -> zip.put("evidence/certificates/other.pdf", it.otherPdf())
                                .tagsConsistent()),
                forgery("a certificate left out", "FILE_MISSING {certificate}", (it, zip) -> {
                    zip.files().remove(it.pdf());
                    zip.tagsConsistent();
                }),
                forgery("bytes behind the end of a certificate", "CERTIFICATE_REFUSED {certificate}", (it, zip) -> {
                    var pdf = zip.files().get(it.pdf());
                    var longer = Arrays.copyOf(pdf, pdf.length + 9);
                    System.arraycopy("\n% a word".getBytes(UTF_8), 0, longer, pdf.length, 9);
                    zip.put(it.pdf(), longer).tagsConsistent();
                }));
    }

    private static Arguments forgery(String what, String finding, Forgery forgery) {
        return Arguments.of(what, finding, forgery);
    }

    /** The place of the amended contract. */
    private static String contract(Repacked zip) {
        var sha256 = Sha256.of("the contract, amended").hex();
        return "data/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    private String pdf() {
        return "evidence/certificates/" + certificate + ".pdf";
    }

    private byte[] otherPdf() {
        return certificates.pdf(certificates.find(other));
    }

    /** One more file is said to be held: the entry, its proofs and the root are made anew; only the key is missing. */
    private void recompute(Repacked zip) throws IOException {
        zip.edit("evidence/ledger.ndjson", text -> treeOfItsOwn(text, zip, line -> {}))
                .tagsConsistent();
    }

    private String treeOfItsOwn(String text, Repacked zip, java.util.function.Consumer<String> root) {
        var rows = text.lines().map(PackageIT::row).toList();
        var bodies = new ArrayList<byte[]>();
        rows.forEach(row -> bodies.add(
                row.path("body").asText().replace("Billing", "Killing").getBytes(UTF_8)));
        var lines = new StringBuilder();
        for (int n = 0; n < rows.size(); n++) {
            var row = (ObjectNode) rows.get(n);
            row.put("seq", n).put("body", new String(bodies.get(n), UTF_8));
            var path = row.putArray("proof");
            path(n, bodies).forEach(hash -> path.add(Base64.getEncoder().encodeToString(hash)));
            lines.append(row).append('\n');
        }
        var tree = new MerkleTree();
        bodies.forEach(body -> tree.push(MerkleTree.leafHash(body)));
        var head = Base64.getEncoder().encodeToString(tree.root());
        zip.edit("evidence/checkpoint.txt", note -> {
            var parts = note.split("\n", 4);
            return parts[0] + "\n" + bodies.size() + "\n" + head + "\n" + parts[3];
        });
        zip.edit("metadata/package.json", json -> json.replaceAll(
                        "\"ledgerSize\":\\d+", "\"ledgerSize\":" + bodies.size())
                .replaceAll(
                        "\"ledgerRoot\":\"[0-9a-f]+",
                        "\"ledgerRoot\":\"" + java.util.HexFormat.of().formatHex(tree.root())));
        root.accept(head);
        return lines.toString();
    }

    private static List<byte[]> path(int index, List<byte[]> bodies) {
        return dev.handback.custody.MerkleProof.inclusion(
                index, bodies.stream().map(MerkleTree::leafHash).toList());
    }

    private static JsonNode row(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void anotherKey(Repacked zip) throws IOException, GeneralSecurityException {
        var pair = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var text = zip.text("evidence/checkpoint.txt");
        var signed = text.substring(0, text.indexOf("\n\n") + 1);
        var origin = signed.substring(0, signed.indexOf('\n'));
        var signature = java.security.Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        var encoded = pair.getPublic().getEncoded();
        var id = Sha256.digest();
        id.update((origin + "\n").getBytes(UTF_8));
        id.update((byte) 1);
        id.update(encoded, encoded.length - 32, 32);
        var line = java.nio.ByteBuffer.allocate(68)
                .put(id.digest(), 0, 4)
                .put(signature.sign())
                .array();
        zip.edit(
                "evidence/checkpoint.txt",
                note -> signed + "\n\u2014 " + origin + " "
                        + Base64.getEncoder().encodeToString(line) + "\n");
        zip.edit(
                        "evidence/log.pub.pem",
                        pem -> "-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getEncoder().encodeToString(encoded) + "\n-----END PUBLIC KEY-----\n")
                .tagsConsistent();
    }
}
