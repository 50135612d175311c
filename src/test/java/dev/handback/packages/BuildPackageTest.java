package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.custody.Ledger;
import dev.handback.packages.BuildPackage.Built;
import dev.handback.packages.BuildPackage.NotBuilt;
import dev.handback.packages.HandOverPackage.State;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import dev.handback.verify.TwoVerifiers;
import dev.handback.work.Progress;
import dev.handback.work.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class BuildPackageTest {
    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static TestRooms rooms;
    private static PackagesTable packages;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        rooms = new TestRooms(database, folder, Map.of("handback.vault.folder", folder.resolve("vault")));
        packages = new PackagesTable(rooms.get(JdbcClient.class));
    }

    @AfterAll
    static void stop() {
        rooms.close();
        database.close();
    }

    @Test
    void givesTheSameBytesAgainWhateverHappenedMeanwhile() throws Exception {
        var exit = holding("disk", "PARTIAL", "one", "two");
        var number = requested(exit, "disk");
        var first = (Built) build(number, rooms.get(Vault.class));

        hold(exit, "disk", "PARTIAL", "three");

        assertThat(build(number, rooms.get(Vault.class))).isEqualTo(first);
        assertThat(first.files()).as("two files and their list").isEqualTo(3);
    }

    @Test
    void marksWhatCameInPartAndHoldsUpAgainstBothVerifiers() throws Exception {
        var exit = holding("disk", "PARTIAL", "one", "two");
        var built = (Built) build(requested(exit, "disk"), rooms.get(Vault.class));
        var zip = folder.resolve("partial.zip");
        try (var in = rooms.get(Vault.class).open(built.stored().sha256())) {
            Files.write(zip, in.readAllBytes());
        }
        var key = Files.writeString(
                folder.resolve("log.pem"), rooms.get(Ledger.class).publicKey());

        assertThat(Repacked.of(zip).text("README.txt"))
                .contains("Held in part only (the last attempt did not bring everything): disk");
        for (var said : List.of(
                TwoVerifiers.command(zip, "--log-key", key.toString()),
                TwoVerifiers.script(zip, "--log-key", key.toString()),
                TwoVerifiers.command(zip, "--log-key", key.toString(), "--quick"))) {
            assertThat(said.code()).as(said.words()).isZero();
            assertThat(said.assets()).containsExactly("disk PARTIAL []");
        }
    }

    @Test
    void saysThatTheVaultIsFullAndKeepsNothing() throws Exception {
        var exit = holding("disk", "PARTIAL", "one");
        var number = requested(exit, "disk");
        try (var full = closing(new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofTerabytes(900))))) {
            var result = build(number, full.vault());

            assertThat(result).isInstanceOf(NotBuilt.class);
            record(exit, number, result);
        }
        var found = packages.find(number).orElseThrow();
        assertThat(found.state()).isEqualTo(State.FAILED);
        assertThat(found.failure()).contains("has no room", "Make room, then try again.");
        assertThat(unfinished()).isEmpty();

        record(exit, number, build(number, rooms.get(Vault.class)));
        assertThat(packages.find(number).orElseThrow().state()).isEqualTo(State.BUILT);
    }

    @Test
    void packsNoBytesThatAreNotWhatWasStored() throws Exception {
        var exit = holding("disk", "PARTIAL", "soon spoilt");
        var number = requested(exit, "disk");
        var hex = Sha256.of("soon spoilt").hex();
        var place = folder.resolve("vault/sha256/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex);
        Files.delete(place);
        Files.writeString(place, "soon SPOILT");

        assertThat(build(number, rooms.get(Vault.class)))
                .isInstanceOfSatisfying(
                        NotBuilt.class, not -> assertThat(not.reason()).contains("The vault is damaged", hex));
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void buildsNothingOfATimeBeforeItsAssetWasSealed() throws Exception {
        var exit = holding("disk", "PARTIAL", "theirs");
        var number = requested(exit, "disk");
        seal(exit, "disk");

        assertThat(build(number, rooms.get(Vault.class)))
                .isInstanceOfSatisfying(NotBuilt.class, not -> assertThat(not.reason())
                        .contains("quarantine " + exit.id() + "-Q1 seals what it would hold"));
    }

    @Test
    void leavesOutWhatIsSealedAndBothVerifiersSaySo() throws Exception {
        var exit = holding("disk", "PARTIAL", "theirs, too");
        seal(exit, "disk");
        var built = (Built) build(requested(exit, "disk"), rooms.get(Vault.class));
        var zip = folder.resolve("sealed.zip");
        try (var in = rooms.get(Vault.class).open(built.stored().sha256())) {
            Files.write(zip, in.readAllBytes());
        }
        var key = Files.writeString(
                folder.resolve("sealed.pem"), rooms.get(Ledger.class).publicKey());

        assertThat(built.files()).isZero();
        for (var said : List.of(
                TwoVerifiers.command(zip, "--log-key", key.toString()),
                TwoVerifiers.script(zip, "--log-key", key.toString()))) {
            assertThat(said.code()).as(said.words()).isZero();
            assertThat(said.assets()).containsExactly("disk SEALED []");
            assertThat(said.verdict().path("notes").toString())
                    .contains("asset disk, attempt 1: sealed and left out, as quarantine " + exit.id() + "-Q1");
        }
    }

    private static void seal(TestExit exit, String asset) {
        exit.insert(
                "erin",
                "insert into handback.quarantined (exit_id, asset, number, reason) values (?, ?, 1, 'not ours')",
                exit.id(),
                asset);
    }

    @Test
    void isOfOperationsAndLegalOnly() {
        var exit = holding("disk", "PARTIAL", "one");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> requested(exit, "disk", "erin"))
                .hasMessageContaining("expected a member of operations or legal");
    }

    private static TestExit holding(String asset, String outcome, String... contents) {
        var exit = new TestExit(database).register(asset).agree().authorise();
        hold(exit, asset, outcome, contents);
        return exit;
    }

    private static void hold(TestExit exit, String asset, String outcome, String... contents) {
        var vault = rooms.get(Vault.class);
        var list = new StringBuilder("{\"manifest\":\"handback-files/1\"}\n");
        for (var content : contents) {
            var stored = vault.store(new ByteArrayInputStream(content.getBytes(UTF_8)));
            list.append("{\"name\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}\n"
                    .formatted(content, stored.bytes(), stored.sha256()));
        }
        var manifest = vault.store(new ByteArrayInputStream(list.toString().getBytes(UTF_8)));
        var number = exit.as(TestExit.SYSTEM, () -> exit.sql("""
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                select ?, ?, 1 + (select count(*) from handback.attempt where exit_id = ?), 'vendor-git', 'https://x' returning number""", exit.id(), asset, exit.id())
                .query(Integer.class)
                .single());
        exit.insert(
                TestExit.SYSTEM,
                """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, held)
                values (?, ?, ?, ?, ?, ?, ?::jsonb)""",
                exit.id(),
                asset,
                number,
                outcome,
                manifest.sha256().hex(),
                manifest.sha256().hex(),
                "[{\"name\":\"manifest\",\"sha256\":\"%s\",\"bytes\":%d}]"
                        .formatted(manifest.sha256(), manifest.bytes()));
    }

    private static String requested(TestExit exit, String asset) {
        return requested(exit, asset, "olga");
    }

    private static String requested(TestExit exit, String asset, String person) {
        var checkpoint = rooms.get(Ledger.class).checkpoint();
        return exit.as(person, () -> {
            var number = exit.id() + "-P1";
            exit.sql("""
                    insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint)
                    values (?, ?, 1, ?::jsonb, false, ?, ?)""", number, exit.id(), "[\"" + asset + "\"]", checkpoint.size(), checkpoint.note())
                    .update();
            return number;
        });
    }

    private static BuildPackage.Result build(String number, Vault vault) throws IOException {
        var step = new BuildPackage(packages, vault, rooms.get(Ledger.class), folder);
        try {
            return step.run(order(number), Progress.unseen());
        } finally {
            step.destroy();
        }
    }

    private static void record(TestExit exit, String number, BuildPackage.Result result) throws IOException {
        var step = new BuildPackage(packages, rooms.get(Vault.class), rooms.get(Ledger.class), folder);
        dev.handback.SystemActor.call("test", () -> {
            rooms.get(org.springframework.transaction.support.TransactionTemplate.class)
                    .executeWithoutResult(status -> step.done(order(number), result));
            return true;
        });
        step.destroy();
    }

    private static WorkOrder order(String number) {
        return new WorkOrder(BuildPackage.NAME, number, 1, Map.of("package", number));
    }

    private static List<Path> unfinished() throws IOException {
        var found = new ArrayList<Path>();
        for (var place : List.of("vault/unfinished", "packing")) {
            try (var files = Files.walk(folder.resolve(place))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("in-use"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private record Closing(Vault vault) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            vault.destroy();
        }
    }

    private static Closing closing(Vault vault) {
        return new Closing(vault);
    }
}
