package dev.handback.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.TestExit;
import dev.handback.custody.Ledger;
import dev.handback.packages.BuildPackage.Built;
import dev.handback.packages.BuildPackage.NotBuilt;
import dev.handback.packages.HandOverPackage.State;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import dev.handback.verify.TwoVerifiers;
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
import org.springframework.util.unit.DataSize;

class BuildPackageTest {
    @TempDir
    private static Path folder;

    private static PackingRooms rooms;

    @BeforeAll
    static void start() {
        rooms = new PackingRooms(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        rooms.close();
    }

    @Test
    void givesTheSameBytesAgainWhateverHappenedMeanwhile() throws Exception {
        var exit = rooms.holding("disk", "PARTIAL", "one", "two");
        var number = rooms.requested(exit, "disk");
        var first = (Built) rooms.build(number, rooms.get(Vault.class));

        rooms.hold(exit, "disk", "PARTIAL", "three");

        assertThat(rooms.build(number, rooms.get(Vault.class))).isEqualTo(first);
        assertThat(first.files()).as("two files and their list").isEqualTo(3);
    }

    @Test
    void marksWhatCameInPartAndHoldsUpAgainstBothVerifiers() throws Exception {
        var exit = rooms.holding("disk", "PARTIAL", "one", "two");
        var built = (Built) rooms.build(rooms.requested(exit, "disk"), rooms.get(Vault.class));
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
        var exit = rooms.holding("disk", "PARTIAL", "one");
        var number = rooms.requested(exit, "disk");
        try (var full = closing(new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofTerabytes(900))))) {
            var result = rooms.build(number, full.vault());

            assertThat(result).isInstanceOf(NotBuilt.class);
            rooms.record(exit, number, result);
        }
        var found = rooms.packages().find(number).orElseThrow();
        assertThat(found.state()).isEqualTo(State.FAILED);
        assertThat(found.failure()).contains("has no room", "Make room, then try again.");
        assertThat(unfinished()).isEmpty();

        rooms.record(exit, number, rooms.build(number, rooms.get(Vault.class)));
        assertThat(rooms.packages().find(number).orElseThrow().state()).isEqualTo(State.BUILT);
    }

    @Test
    void packsNoBytesThatAreNotWhatWasStored() throws Exception {
        var exit = rooms.holding("disk", "PARTIAL", "soon spoilt");
        var number = rooms.requested(exit, "disk");
        var hex = Sha256.of("soon spoilt").hex();
        var place = folder.resolve("vault/sha256/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex);
        Files.delete(place);
        Files.writeString(place, "soon SPOILT");

        assertThat(rooms.build(number, rooms.get(Vault.class)))
                .isInstanceOfSatisfying(
                        NotBuilt.class, not -> assertThat(not.reason()).contains("The vault is damaged", hex));
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void buildsNothingOfATimeBeforeItsAssetWasSealed() throws Exception {
        var exit = rooms.holding("disk", "PARTIAL", "theirs");
        var number = rooms.requested(exit, "disk");
        seal(exit, "disk");

        assertThat(rooms.build(number, rooms.get(Vault.class)))
                .isInstanceOfSatisfying(NotBuilt.class, not -> assertThat(not.reason())
                        .contains("quarantine " + exit.id() + "-Q1 seals what it would hold"));
    }

    @Test
    void leavesOutWhatIsSealedAndBothVerifiersSaySo() throws Exception {
        var exit = rooms.holding("disk", "PARTIAL", "theirs, too");
        seal(exit, "disk");
        var built = (Built) rooms.build(rooms.requested(exit, "disk"), rooms.get(Vault.class));
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
        var exit = rooms.holding("disk", "PARTIAL", "one");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> rooms.requested(exit, "disk", "erin"))
                .hasMessageContaining("expected a member of operations or legal");
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
