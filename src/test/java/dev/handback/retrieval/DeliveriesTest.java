package dev.handback.retrieval;

import static dev.handback.TestRooms.as;
import static dev.handback.TestRooms.doing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.assets.AssetRegister;
import dev.handback.custody.Ledger;
import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.Refused;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes by hand, through the rooms' own commands on a real database and vault. */
class DeliveriesTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Path folder;
    private static TestDatabase database;
    private static TestRooms rooms;
    private TestExit exit;
    private String asset;
    private Deliveries deliveries;

    @BeforeAll
    static void open(@TempDir Path temporary) {
        folder = temporary;
        database = TestDatabase.create();
        rooms = new TestRooms(
                database,
                folder.resolve("data"),
                Map.of(
                        "handback.vault.folder", folder.resolve("vault").toString(),
                        "handback.deliveries.import-dir",
                                folder.resolve("import").toString(),
                        "handback.deliveries.max-file", "1MB",
                        "handback.deliveries.max-total", "3MB",
                        "handback.deliveries.max-files", "1000"));
    }

    @BeforeEach
    void openAnExit() {
        exit = new TestExit(database);
        asset = "disk-" + NUMBER.incrementAndGet();
        deliveries = rooms.get(Deliveries.class);
    }

    @AfterAll
    static void close() {
        rooms.close();
        database.close();
    }

    @Test
    void countsAsWholeOnceASecondPersonConfirmedIt() {
        register();
        upload("plans.pdf", "the plans");
        upload("../../etc/passwd", "only a name");
        receive("erin", receipt());

        assertThat(read().outcome().outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(state()).isEqualTo("RECEIVED");
        decide("emil", true, "");

        assertThat(state()).isEqualTo("VERIFIED");
        var now = rooms.get(AssetRegister.class).find(exit.id(), asset);
        assertThat(now.outcome()).isEqualTo("VERIFIED");
        assertThat(now.files()).isEqualTo(2);
        assertThat(now.receivedBy()).isEqualTo("erin");
        assertThat(now.confirmedBy()).isEqualTo("emil");
        assertThat(now.contentDigest()).isEqualTo(now.manifestSha256());
        assertThat(names()).containsExactly("../../etc/passwd", "plans.pdf");
        assertThat(deliveries.uploaded(exit.id(), asset)).isEmpty();
        assertThat(rooms.get(Ledger.class).verify()).isEmpty();
    }

    @Test
    void listsTheLargeFilesOfADeliveredRepositoryWithTheAttempt() {
        register();
        upload("film", "final cut");
        receive("erin", receipt());
        var read = take();
        var taken = read.outcome().taken().orElseThrow();
        var film = new RetrievalOutcome.HeldLfs(Sha256.of("final cut").hex(), 9, true);
        var outcome = new RetrievalOutcome(
                Outcome.RECEIVED,
                List.of(),
                "",
                read.outcome().seenAt(),
                Optional.of(new RetrievalOutcome.Taken(
                        taken.contentDigest(),
                        null,
                        null,
                        1,
                        9,
                        List.of(),
                        null,
                        taken.files(),
                        List.of(film),
                        null,
                        taken.delivered())));

        SystemActor.run("test", () -> rooms.get(DeliveryReading.class)
                .record(
                        exit.id(),
                        asset,
                        new DeliveryReading.Read(read.number(), read.delivery(), outcome, read.files())));

        assertThat(rooms.get(Retrievals.class).lfs(exit.id(), asset, 1, "", 10)).containsExactly(film);
    }

    @Test
    void refusesTheReceiverAsSecondPersonByWhateverAccount() {
        received();
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.membership_change (person, grp, granted) values ('erin2', 'engineering', true)");

        assertThatThrownBy(() -> decide("erin", true, ""))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("a second person must");
        assertThatThrownBy(() -> decide("erin2", true, ""))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("as erin");
        assertThatThrownBy(() -> decide("lea", true, ""))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("engineering");
        assertThat(state()).isEqualTo("RECEIVED");
    }

    @Test
    void letsNobodyCheckOrSignWhoReceivedOrConfirmed() {
        received();
        decide("emil", true, "");
        var checks = rooms.get(Checks.class);

        for (var person : List.of("erin", "emil")) {
            assertThatThrownBy(() -> doing(person, () -> checks.check(exit.id(), asset, true, "", "t")))
                    .isInstanceOf(GateRefused.class)
                    .hasMessageContaining("CHECKER_RECEIVED");
        }
        engineer("ella");
        doing("ella", () -> checks.check(exit.id(), asset, true, "read it", "t"));
        assertThat(state()).isEqualTo("CHECKED");
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.membership_change (person, grp, granted) values ('emil', 'legal', true)");
        exit.insert(TestExit.SYSTEM, """
                insert into handback.fixity_checked (exit_id, asset, number, sha256, result)
                select exit_id, asset, number, holding_sha256, 'INTACT' from handback.asset_now where exit_id = ? and asset = ?""", exit.id(), asset);
        var number = exit.drawUp("ASSET_RETURN", "FINAL", asset);
        for (var person : List.of("emil", "erin2")) {
            assertThatThrownBy(() -> exit.sign(person, number)).rootCause().hasMessageContaining("SIGN_RETURN is shut");
        }
        assertThat(exit.sign("lea", number)).isEqualTo(1);
        assertThat(state()).isEqualTo("CERTIFIED");
    }

    @Test
    void isDeliveredAnewAfterARejectionAndKeepsTheFirstOne() {
        received();
        assertThatThrownBy(() -> decide("emil", false, "")).isInstanceOf(InvalidInput.class);
        decide("emil", false, "another serial number");
        assertThat(state()).isEqualTo("REOPENED");

        upload("b.txt", "second");
        receive("emil", receipt());
        read();
        decide("erin", true, "");

        assertThat(state()).isEqualTo("VERIFIED");
        assertThat(names()).containsExactly("b.txt");
        assertThat(deliveries.files(exit.id(), asset, 1, 0, 10)).hasSize(1);
        assertThat(deliveries.list(exit.id(), asset))
                .extracting(Delivery::decision)
                .containsExactly("CONFIRM", "REJECT");
    }

    @Test
    void wantsAReasonToConfirmBehindABrokenSeal() {
        register();
        upload("a.txt", "first");
        receive("erin", receipt("BROKEN", null, false));
        read();

        assertThatThrownBy(() -> decide("emil", true, ""))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("seal was broken");
        decide("emil", true, "opened by customs, papers attached");
        assertThat(state()).isEqualTo("VERIFIED");
    }

    @Test
    void takesOneDeliveryAtATime() {
        received();
        upload("b.txt", "second");

        assertThatThrownBy(() -> receive("emil", receipt()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("there already");
    }

    @Test
    void acceptsNoDeliveryOfWhatIsFetchedNorFromOutsideEngineering() {
        register();
        upload("a.txt", "first");
        assertThatThrownBy(() -> receive("olga", receipt()))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("engineering");
        var fetched = new TestExit(database).register("repo").agree().authorise();

        assertThatThrownBy(() -> fetched.insert("erin", """
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal, condition, received_on, uploaded,
                    uploaded_bytes, uploaded_digest, from_folder, task)
                values (?, 'repo', 1, 'disk', 'courier', 'NONE', 'dry', '2026-01-01', 1, 1, 'x', false, 't')""", fetched.id()))
                .rootCause()
                .hasMessageContaining("does not come by hand");
    }

    @Test
    void calledVerifiedByNobodyButASecondPerson() {
        register();
        upload("a.txt", "first");
        receive("erin", receipt());

        assertThatThrownBy(() -> exit.as(TestExit.SYSTEM, () -> {
                    exit.sql(
                                    "insert into handback.attempt (exit_id, asset, number, locator, delivery) values (?, ?, 1, 'x', 1)",
                                    exit.id(),
                                    asset)
                            .update();
                    return exit.sql("""
                            insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, bundle_sha256, refs)
                            values (?, ?, 1, 'VERIFIED', 'aa', 'aa', 3)""", exit.id(), asset).update();
                }))
                .rootCause()
                .hasMessageContaining("second person only");
    }

    @Test
    void namesEveryFieldThatCannotBeUsed() {
        register();

        assertThatThrownBy(() ->
                        receive("erin", new Receipt(" ", null, null, "GLUED", "x", null, "ABC", "1", null, false)))
                .isInstanceOfSatisfying(InvalidInput.class, wrong -> assertThat(wrong.problems())
                        .extracting(InvalidInput.Problem::field)
                        .containsExactly(
                                "medium", "courier", "condition", "seal", "receivedOn", "photoSha256", "statedDigest"));
        assertThatThrownBy(() -> receive("erin", receipt()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("at least one file");
    }

    @Test
    void keepsNothingOfAFileThatIsTooLargeOrBreaksOff() {
        register();
        int before = vaultFiles();

        assertThatThrownBy(() ->
                        deliveries.upload(exit.id(), asset, "big", new ByteArrayInputStream(random(1_100_000)), -1))
                .isInstanceOf(DeliveryTooLarge.class)
                .hasMessageContaining("max-file");
        assertThatThrownBy(() -> deliveries.upload(exit.id(), asset, "short", text("half of it"), 20))
                .hasCauseInstanceOf(EOFException.class)
                .hasStackTraceContaining("broke off after 10 of 20 bytes");
        assertThatThrownBy(() -> deliveries.upload(exit.id(), asset, "cut", cut(), -1))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> deliveries.upload(exit.id(), asset, "x".repeat(1025), text("x"), -1))
                .isInstanceOf(InvalidInput.class);
        doing("erin", () -> {
            deliveries.upload(exit.id(), asset, "one", new ByteArrayInputStream(random(1_000_000)), -1);
            deliveries.upload(exit.id(), asset, "two", new ByteArrayInputStream(random(1_000_001)), -1);
            deliveries.upload(exit.id(), asset, "three", new ByteArrayInputStream(random(1_000_002)), -1);
        });
        assertThatThrownBy(() ->
                        deliveries.upload(exit.id(), asset, "four", new ByteArrayInputStream(random(1_000_003)), -1))
                .isInstanceOf(DeliveryTooLarge.class)
                .hasMessageContaining("max-total");

        assertThat(vaultFiles()).isEqualTo(before + 3);
        assertThat(deliveries.uploaded(exit.id(), asset))
                .extracting(DeliveredFile::text)
                .containsExactly("one", "three", "two");
    }

    @Test
    void refusesASecondFileOfTheSameNameUntilTheFirstIsTakenOut() {
        register();
        upload("a.txt", "first");

        assertThatThrownBy(() -> upload("a.txt", "other"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("uploaded already");
        doing("erin", () -> deliveries.takeOut(exit.id(), asset, "a.txt"));
        upload("a.txt", "other");

        assertThat(deliveries.uploaded(exit.id(), asset))
                .extracting(file -> file.sha256().hex())
                .containsExactly(Sha256.of("other").hex());
    }

    @Test
    void takesPlainFilesFromTheImportFolderWithTheirNamesAsBytes() throws IOException {
        register();
        var home = Files.createDirectories(importFolder().resolve("drawings/2021"));
        Files.writeString(home.resolve("plan ä %41.dwg"), "lines");
        Files.writeString(importFolder().resolve("run.sh"), "#!/bin/sh\nrm -rf /\n");
        upload("letter.pdf", "dear all");
        receive("erin", receipt("INTACT", null, true));

        assertThat(read().outcome().outcome()).isEqualTo(Outcome.RECEIVED);

        assertThat(names()).containsExactly("drawings/2021/plan ä %41.dwg", "letter.pdf", "run.sh");
        assertThat(importFolder().resolve("run.sh")).exists();
    }

    @Test
    void refusesLinksAndSpecialFilesOfTheImportFolderByName() throws Exception {
        register();
        var home = Files.createDirectories(importFolder());
        Files.writeString(home.resolve("good.txt"), "good");
        Files.createSymbolicLink(home.resolve("secrets"), Path.of("/etc"));
        Files.createSymbolicLink(home.resolve("hosts"), Path.of("/etc/hosts"));
        assertThat(new ProcessBuilder("mkfifo", home.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        upload("letter.pdf", "dear all");
        receive("erin", receipt("INTACT", null, true));

        var read = read();

        assertThat(read.outcome().outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(read.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("NO_PLAIN_FILE");
            assertThat(finding.detail()).contains("hosts", "pipe", "secrets").doesNotContain("good.txt");
        });
        assertThat(state()).isEqualTo("NEEDS_DECISION");
        assertThat(names()).containsExactly("letter.pdf");
    }

    @Test
    void refusesAnImportFolderThatIsALinkOrNotThere() throws IOException {
        register();
        Files.createDirectories(importFolder().getParent());
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere-" + asset));
        Files.writeString(elsewhere.resolve("secret"), "not yours");
        Files.createSymbolicLink(importFolder(), elsewhere);
        receive("erin", receipt("INTACT", null, true));

        var read = read();

        assertThat(read.outcome().outcome()).isEqualTo(Outcome.GONE);
        assertThat(read.outcome().findings())
                .extracting(RetrievalOutcome.Finding::code)
                .containsExactly("NO_IMPORT_FOLDER");
        assertThat(read.files()).isEmpty();
    }

    /** A share that the vendor writes to is no still water: what was a file or folder may be a link a moment later. */
    @Test
    void followsNoLinkThatTookTheFilesPlaceMeanwhile() throws IOException {
        var home = Files.createDirectories(
                folder.resolve("import-race").resolve("X").resolve("disk"));
        var inner = Files.createDirectories(home.resolve("docs").resolve("inner"));
        Files.writeString(inner.resolve("passwd"), "harmless");
        Files.writeString(home.resolve("note"), "harmless");
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere-race").resolve("inner"));
        Files.writeString(elsewhere.resolve("passwd"), "not yours");
        var listed = ImportFolder.entries(folder.resolve("import-race"), "X", "disk", 10);
        assertThat(listed).hasSize(2);

        Files.delete(inner.resolve("passwd"));
        Files.delete(inner);
        Files.delete(home.resolve("docs"));
        Files.createSymbolicLink(home.resolve("docs"), elsewhere.getParent());
        Files.delete(home.resolve("note"));
        Files.createSymbolicLink(home.resolve("note"), elsewhere.resolve("passwd"));

        for (var entry : listed)
            assertThatThrownBy(entry::open)
                    .hasMessageContaining(entry.text() + " was a plain file when it was listed and is none now");
    }

    @Test
    void namesNoPhotoThatNobodyHolds() throws IOException {
        register();
        upload("a.txt", "first");
        var photo = Sha256.of("a photo").hex();

        assertThatThrownBy(() -> receive("erin", photographed(photo, false)))
                .isInstanceOfSatisfying(InvalidInput.class, refused -> assertThat(refused.problems())
                        .extracting(InvalidInput.Problem::field)
                        .containsExactly("photoSha256"));
        Files.createDirectories(importFolder());
        Files.writeString(importFolder().resolve("disk.img"), "content");
        receive("erin", photographed(photo, true));

        var read = read();

        assertThat(read.outcome().outcome()).isEqualTo(Outcome.GONE);
        assertThat(read.outcome().findings())
                .extracting(RetrievalOutcome.Finding::code)
                .containsExactly("PHOTO_ABSENT");
        assertThat(names()).containsExactly("a.txt", "disk.img");
        upload("photo.jpg", "a photo");
        receive("erin", photographed(photo, false));
        read();
        assertThat(state()).isEqualTo("RECEIVED");
    }

    private static Receipt photographed(String photo, boolean fromFolder) {
        var plain = receipt("INTACT", null, fromFolder);
        return new Receipt(
                plain.medium(),
                plain.courier(),
                plain.sealNumber(),
                plain.seal(),
                plain.condition(),
                plain.receivedOn(),
                photo,
                plain.statedDigest(),
                plain.note(),
                fromFolder);
    }

    @Test
    void saysWhenTheVendorStatedAnotherDigest() {
        register();
        upload("a.txt", "first");
        receive("erin", receipt("INTACT", Sha256.of("announced").hex(), false));

        assertThat(read().outcome().findings())
                .extracting(RetrievalOutcome.Finding::code)
                .containsExactly("STATED_DIGEST_ABSENT");
        assertThat(state()).isEqualTo("RECEIVED");
    }

    @Test
    void refusesToReadWhatIsNotWhatWasReceived() {
        register();
        upload("a.txt", "first");
        receive("erin", receipt());
        exit.insert(
                "erin",
                "update work.delivery_upload set sha256 = ? where asset = ?",
                Sha256.of("forged").hex(),
                asset);

        assertThatThrownBy(this::take)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was received with files");
        SystemActor.run("test", () -> rooms.get(DeliveryReading.class).recordFailure(exit.id(), asset, "forged"));

        assertThat(state()).isEqualTo("NEEDS_DECISION");
    }

    @Test
    void listsAThousandFilesInTheOrderOfTheirNamesBytes() throws IOException {
        register();
        Files.createDirectories(importFolder());
        for (var n : IntStream.range(0, 1000).toArray()) {
            Files.writeString(importFolder().resolve("f" + n), "content " + n % 10);
        }
        receive("erin", receipt("INTACT", null, true));

        var read = read();

        assertThat(read.files())
                .hasSize(1000)
                .isSortedAccordingTo((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        var manifest = Sha256.parse(String.valueOf(
                rooms.get(AssetRegister.class).find(exit.id(), asset).manifestSha256()));
        try (var held = rooms.get(Vault.class).open(manifest)) {
            assertThat(new String(held.readAllBytes(), UTF_8).lines()).hasSize(1001);
        }
    }

    @Test
    void readsEveryDeliveredFileAgainBeforeACertificate() throws Exception {
        received();
        decide("emil", true, "");
        engineer("ella");
        doing("ella", () -> rooms.get(Checks.class).check(exit.id(), asset, true, "", "t"));
        var file = Sha256.of("content of " + asset).hex();
        var place = folder.resolve("vault/sha256")
                .resolve(file.substring(0, 2))
                .resolve(file.substring(2, 4))
                .resolve(file);
        assertThat(place.toFile().setWritable(true)).isTrue();
        Files.writeString(place, "tampered");

        var rows = rooms.get(Checks.class).readAgain(exit.id(), List.of(asset));
        SystemActor.run("test", () -> rooms.get(Checks.class).recordFixity(rows));
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", asset);

        assertThat(rows).hasSize(2).first().satisfies(row -> {
            assertThat(row.expected().hex()).isEqualTo(file);
            assertThat(row.fixity()).isInstanceOf(dev.handback.vault.Fixity.Mismatch.class);
        });
        assertThatThrownBy(() -> exit.sign("lea", number)).rootCause().hasMessageContaining("SIGN_RETURN is shut");
    }

    private void register() {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, locator, medium)
                values (?, ?, 1, 'ADDED', 'A disk', 'manual', 'FOREGROUND', 'RETURN', 'safe of the notary', 'disk')""", exit.id(), asset);
        exit.agree();
    }

    private void received() {
        register();
        upload("a.txt", "content of " + asset);
        receive("erin", receipt());
        read();
    }

    private void upload(String name, String content) {
        doing("erin", () -> deliveries.upload(exit.id(), asset, name, text(content), content.length()));
    }

    private void receive(String person, Receipt receipt) {
        as(person, () -> deliveries.receive(exit.id(), asset, receipt, "task-" + NUMBER.incrementAndGet()));
    }

    private DeliveryReading.Read read() {
        var read = take();
        SystemActor.run("test", () -> rooms.get(DeliveryReading.class).record(exit.id(), asset, read));
        return read;
    }

    private DeliveryReading.Read take() {
        return SystemActor.call("test", () -> {
            try {
                return rooms.get(DeliveryReading.class).read(exit.id(), asset, Progress.unseen());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void decide(String person, boolean confirm, String reason) {
        doing(person, () -> deliveries.decide(exit.id(), asset, confirm, reason, "task"));
    }

    private void engineer(String account) {
        exit.engineer(database, account);
    }

    private String state() {
        return exit.state(asset);
    }

    private List<String> names() {
        var number = rooms.get(AssetRegister.class).find(exit.id(), asset).number();
        return deliveries.files(exit.id(), asset, number == null ? 0 : number, 0, 100).stream()
                .map(DeliveredFile::text)
                .toList();
    }

    private Path importFolder() {
        return folder.resolve("import").resolve(exit.id()).resolve(asset);
    }

    private static Receipt receipt() {
        return receipt("INTACT", null, false);
    }

    private static Receipt receipt(String seal, @Nullable String stated, boolean fromFolder) {
        return new Receipt(
                "USB disk 4711",
                "Carla Courier",
                "S-99",
                seal,
                "dry and whole",
                LocalDate.of(2026, 1, 31),
                null,
                stated,
                "",
                fromFolder);
    }

    private static int vaultFiles() {
        try (var files = Files.walk(folder.resolve("vault"))) {
            return (int) files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("in-use"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream text(String content) {
        return new ByteArrayInputStream(content.getBytes(UTF_8));
    }

    private static byte[] random(int bytes) {
        var content = new byte[bytes];
        new java.util.Random(bytes).nextBytes(content);
        return content;
    }

    private static InputStream cut() {
        return new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("connection reset");
                }
                return 'x';
            }
        };
    }
}
