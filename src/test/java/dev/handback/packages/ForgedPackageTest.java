package dev.handback.packages;

import static dev.handback.TestRooms.as;
import static dev.handback.TestRooms.doing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.Sha256;
import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.assets.AssetRegister;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.DrawnUp;
import dev.handback.certificates.Sealing;
import dev.handback.certificates.SignOff;
import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.Ledger;
import dev.handback.custody.MerkleTree;
import dev.handback.demo.GitHost;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.NewExit;
import dev.handback.people.People;
import dev.handback.retrieval.Checks;
import dev.handback.retrieval.Retrievals;
import dev.handback.retrieval.git.RepositoryRecipes;
import dev.handback.vault.Vault;
import dev.handback.verify.TwoVerifiers;
import dev.handback.work.Progress;
import dev.handback.work.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A package with a repository, its signed certificate and files held in part: good as it is, and refused by both verifiers once anything is forged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedPackageTest {
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private TestDatabase database;
    private GitHost vendor;
    private TestRooms rooms;
    private TestExit people;
    private String certificate = "";
    private String other = "";
    private Path zip = Path.of("");
    private Path anchor = Path.of("");

    @BeforeAll
    void buildsThePackage() throws Exception {
        new RepositoryRecipes(Files.createDirectory(folder.resolve("vendor"))).good("billing.git");
        vendor = GitHost.start(folder.resolve("vendor"));
        database = TestDatabase.create();
        people = new TestExit(database);
        rooms = new TestRooms(
                database,
                folder.resolve("data"),
                Map.of(
                        "handback.vault.folder", folder.resolve("vault"),
                        "handback.connections.vendor-git.kind", "git",
                        "handback.connections.vendor-git.urls", vendor.origin(),
                        "handback.connections.vendor-git.allow-http", "true",
                        "handback.connections.vendor-git.allow-private-addresses", "true"));
        doing("lea", () -> rooms.get(People.class).setPassword("lea", PASSWORD));
        other = signed(exit());
        var exit = exit();
        files(exit);
        instrument(exit, "The deed of assignment.");
        certificate = signed(exit);
        instrument(other.substring(0, other.indexOf("-C")), "The deed of another exit.");
        zip = built(exit);
        anchor = TwoVerifiers.anchor(rooms.get(Sealing.class), folder);
    }

    @AfterAll
    void stop() throws Exception {
        rooms.close();
        vendor.close();
        database.close();
    }

    private String exit() {
        var exit = as("olga", () -> rooms.get(Exits.class).open(newExit()));
        var register = rooms.get(AssetRegister.class);
        var csv =
                "asset,title,kind,origin,disposition,connection,locator\nbilling,Billing,git-repository,FOREGROUND,ASSIGN,vendor-git,"
                        + vendor.url("billing.git")
                        + "\ndisk,Disk,git-repository,FOREGROUND,RETURN,vendor-git," + vendor.url("disk.git") + "\n";
        as("olga", () -> register.importFile(exit, new ByteArrayInputStream(csv.getBytes(UTF_8))));
        doing("olga", () -> register.agree(exit));
        doing("olga", () -> rooms.get(Authorities.class)
                .propose(exit, "vendor-git", "clause 12", LocalDate.of(2099, 1, 1)));
        doing("lea", () -> rooms.get(Authorities.class).decide(exit, "vendor-git", true, ""));
        SystemActor.run("test", () -> {
            try {
                var retrievals = rooms.get(Retrievals.class);
                retrievals.record(exit, "billing", retrievals.retrieve(exit, "billing", Progress.unseen()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        doing("erin", () -> rooms.get(Checks.class).check(exit, "billing", true, "looked at the branches", "task-1"));
        return exit;
    }

    /** Held in part: two files and their list, and a bundle that nobody can open, as of a remote that moved. */
    private void files(String exit) {
        var vault = rooms.get(Vault.class);
        var list = new StringBuilder("{\"manifest\":\"handback-files/1\"}\n");
        for (var content : List.of("the contract", "a plan")) {
            var stored = vault.store(new ByteArrayInputStream(content.getBytes(UTF_8)));
            list.append("{\"name\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}\n"
                    .formatted(content, stored.bytes(), stored.sha256()));
        }
        var manifest = vault.store(new ByteArrayInputStream(list.toString().getBytes(UTF_8)));
        var bundle = vault.store(new ByteArrayInputStream("# v2 git bundle\n".getBytes(UTF_8)));
        people.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, 'disk', 1, 'vendor-git', 'https://x')",
                exit);
        people.insert(
                TestExit.SYSTEM,
                """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, held)
                values (?, 'disk', 1, 'MOVING', ?, ?, ?::jsonb)""",
                exit,
                manifest.sha256().hex(),
                manifest.sha256().hex(),
                "[{\"name\":\"manifest\",\"sha256\":\"%s\",\"bytes\":%d},{\"name\":\"bundle\",\"sha256\":\"%s\",\"bytes\":%d}]"
                        .formatted(manifest.sha256(), manifest.bytes(), bundle.sha256(), bundle.bytes()));
    }

    private void instrument(String exit, String deed) {
        var document = rooms.get(Vault.class).store(new ByteArrayInputStream(deed.getBytes(UTF_8)));
        people.insert("lea", """
                insert into handback.instrument_recorded (exit_id, type, operative, parties, signed_by, executed_on, jurisdiction, assets,
                    document_sha256, document_name, document_bytes)
                values (?, 'ASSIGNMENT', 'PRESENT', 'Vendor Ltd to Client plc', 'Their CEO', '2026-01-02', 'England', '[{"asset": "billing"}]', ?, 'deed.txt', ?)""", exit, document.sha256().hex(), document.bytes());
    }

    /** The place of the instrument in the package. */
    private String deed() {
        return "evidence/documents/instrument_recorded/" + certificate.substring(0, certificate.indexOf("-C")) + "-I1";
    }

    private String drawnUp(String exit) {
        var certificates = rooms.get(Certificates.class);
        var request =
                as("olga", () -> certificates.request(exit, Kind.ASSET_RETURN, Finality.INTERIM, List.of("billing")));
        SystemActor.run("test", () -> {
            try {
                rooms.get(Checks.class).recordFixity(rooms.get(Checks.class).readAgain(exit, List.of("billing")));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var drawn = SystemActor.call("test", () -> certificates.drawUp(request));
        return ((DrawnUp.Frozen) drawn).number();
    }

    private String signed(String exit) {
        var number = drawnUp(exit);
        var shown = rooms.get(Certificates.class).find(number);
        var signOff = rooms.get(SignOff.class);
        var ready = as("lea", () -> signOff.seal(number, shown.pdfSha256(), signOff.intent(shown), PASSWORD, "lea"));
        doing("lea", () -> signOff.recordSigned(ready, "task-2"));
        return number;
    }

    private Path built(String exit) throws IOException {
        var checkpoint = rooms.get(Ledger.class).checkpoint();
        people.insert("olga", """
                insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint)
                values (?, ?, 1, '["billing", "disk"]', true, ?, ?)""", exit + "-P1", exit, checkpoint.size(), checkpoint.note());
        var step = new BuildPackage(
                new PackagesTable(rooms.get(JdbcClient.class)),
                rooms.get(Vault.class),
                rooms.get(Ledger.class),
                rooms.get(CheckpointStamps.class),
                folder);
        var built = (BuildPackage.Built)
                step.run(new WorkOrder(BuildPackage.NAME, exit, 1, Map.of("package", exit + "-P1")), Progress.unseen());
        step.destroy();
        try (var in = rooms.get(Vault.class).open(built.stored().sha256())) {
            return Files.write(folder.resolve("package.zip"), in.readAllBytes());
        }
    }

    private byte[] pdf(String number) {
        return rooms.get(Certificates.class).pdf(rooms.get(Certificates.class).find(number));
    }

    private static NewExit newExit() {
        return new NewExit(
                "Billing comes home",
                "REAL",
                null,
                "Vendor Ltd",
                null,
                null,
                null,
                "Client plc",
                null,
                "MSA-7",
                null,
                null,
                null,
                "2026-12-31",
                null,
                null,
                "Europe/Berlin",
                "EXPIRY",
                false);
    }

    @Test
    void holdsTheDeedAsItWasRecorded() throws IOException {
        assertThat(Repacked.of(zip).text(deed())).isEqualTo("The deed of assignment.");
        assertThat(new String(pdfFacts(), UTF_8))
                .contains(Sha256.of("The deed of assignment.").hex());
    }

    @Test
    void isGoodAsItIs() {
        for (var said : List.of(
                TwoVerifiers.command(zip, "--anchor", anchor.toString()),
                TwoVerifiers.script(zip, "--anchor", anchor.toString()))) {
            assertThat(said.code()).as(said.words()).isZero();
            assertThat(said.assets())
                    .containsExactly("billing CERTIFIED [\"" + certificate + "\"]", "disk NOT_HELD []");
        }
    }

    interface Forgery {
        void make(ForgedPackageTest it, Repacked zip) throws Exception;
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
                        "FILE_CHANGED data/git/billing/1.bundle",
                        (it, zip) -> zip.flip("data/git/billing/1.bundle")),
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
                        (it, zip) -> zip.edit("metadata/files.jsonl", text -> text.replace("\"a plan\"", "\"b plan\""))
                                .tagsConsistent()),
                forgery(
                        "a manifest line dropped, the tag manifest made true",
                        "FILE_ADDED data/.*",
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
                forgery(
                        "a byte of an instrument, the tag manifest made true",
                        "FILE_CHANGED evidence/documents/instrument_recorded/.*",
                        (it, zip) -> zip.flip(it.deed()).tagsConsistent()),
                forgery(
                        "an instrument left out",
                        "FILE_MISSING evidence/documents/instrument_recorded/.*",
                        (it, zip) -> {
                            zip.files().remove(it.deed());
                            zip.tagsConsistent();
                        }),
                forgery(
                        "another exit's instrument in its place",
                        "FILE_CHANGED evidence/documents/instrument_recorded/.*",
                        (it, zip) -> zip.put(it.deed(), "The deed of another exit.".getBytes(UTF_8))
                                .tagsConsistent()),
                forgery(
                        "another exit's instrument beside",
                        "FILE_ADDED evidence/documents/instrument_recorded/more",
                        (it, zip) -> zip.put(
                                        "evidence/documents/instrument_recorded/more",
                                        "The deed of another exit.".getBytes(UTF_8))
                                .tagsConsistent()),
                forgery("bytes behind the end of a certificate", "CERTIFICATE_REFUSED {certificate}", (it, zip) -> {
                    var pdf = Objects.requireNonNull(zip.files().get(it.pdf()));
                    var longer = Arrays.copyOf(pdf, pdf.length + 9);
                    System.arraycopy("\n% a word".getBytes(UTF_8), 0, longer, pdf.length, 9);
                    zip.put(it.pdf(), longer).tagsConsistent();
                }));
    }

    private static Arguments forgery(String what, String finding, Forgery forgery) {
        return Arguments.of(what, finding, forgery);
    }

    @Test
    void quickReadsWhatIsSaidOfTheBytes() {
        var forged = Repacked.of(zip).flip("metadata/assets.jsonl").zip(folder.resolve("said.zip"));

        for (var said : List.of(command(forged, true), script(forged, true))) {
            assertThat(said.code()).as(said.words()).isOne();
            assertThat(said.findings()).contains("FILE_CHANGED metadata/assets.jsonl");
            assertThat(said.verdict().path("full").asBoolean(true)).isFalse();
        }
    }

    @Test
    void quickDoesNotSeeAByteOfThePayloadThatTheWholeCheckSees() {
        var whole = Repacked.of(zip);
        var changed = contract(whole);
        var forged = whole.flip(changed).zip(folder.resolve("flipped.zip"));

        for (var quick : List.of(command(forged, true), script(forged, true))) {
            assertThat(quick.code()).as(quick.words()).isZero();
            assertThat(quick.verdict().path("full").asBoolean(true)).isFalse();
        }
        for (var full : List.of(command(forged, false), script(forged, false))) {
            assertThat(full.code()).as(full.words()).isOne();
            assertThat(full.findings()).containsExactly("FILE_CHANGED " + changed);
        }
    }

    private TwoVerifiers.Said command(Path file, boolean quick) {
        return quick
                ? TwoVerifiers.command(file, "--anchor", anchor.toString(), "--quick")
                : TwoVerifiers.command(file, "--anchor", anchor.toString());
    }

    private TwoVerifiers.Said script(Path file, boolean quick) {
        return quick
                ? TwoVerifiers.script(file, "--anchor", anchor.toString(), "--quick")
                : TwoVerifiers.script(file, "--anchor", anchor.toString());
    }

    /** The place of a delivered file. */
    private static String contract(Repacked zip) {
        var sha256 = Sha256.of("the contract").hex();
        return "data/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    private String pdf() {
        return "evidence/certificates/" + certificate + ".pdf";
    }

    /** The facts that travel inside the certificate. */
    private byte[] pdfFacts() throws IOException {
        try (var pdf = org.apache.pdfbox.Loader.loadPDF(pdf(certificate))) {
            var files = pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
            return Objects.requireNonNull(files.get("certificate-facts.json"))
                    .getEmbeddedFile()
                    .toByteArray();
        }
    }

    @Test
    void signsNoCertificateOnceAnotherInstrumentIsInForce() {
        var exit = exit();
        instrument(exit, "The first deed.");
        var drawn = drawnUp(exit);
        instrument(exit, "A second deed.");
        var signOff = rooms.get(SignOff.class);
        var shown = rooms.get(Certificates.class).find(drawn);

        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        as("lea", () -> signOff.seal(drawn, shown.pdfSha256(), signOff.intent(shown), PASSWORD, "lea")))
                .hasMessageContaining("names other instruments than are in force now");
    }

    private byte[] otherPdf() {
        return pdf(other);
    }

    /** One more file is said to be held: the entry, its proofs and the root are made anew; only the key is missing. */
    private void recompute(Repacked zip) throws IOException {
        zip.edit("evidence/ledger.ndjson", text -> treeOfItsOwn(text, zip, line -> {}))
                .tagsConsistent();
    }

    private String treeOfItsOwn(String text, Repacked zip, java.util.function.Consumer<String> root) {
        var rows = text.lines().map(ForgedPackageTest::row).toList();
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
