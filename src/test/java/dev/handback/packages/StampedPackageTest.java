package dev.handback.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Tool;
import dev.handback.certificates.TestAuthority;
import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.Ledger;
import dev.handback.packages.BuildPackage.Built;
import dev.handback.packages.BuildPackage.NotBuilt;
import dev.handback.vault.Vault;
import dev.handback.verify.TwoVerifiers;
import dev.handback.verify.TwoVerifiers.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages of a house that has its ledger stamped by an authority outside. */
class StampedPackageTest {
    private static final String STAMP = "evidence/checkpoint.tsr";

    @TempDir
    private Path folder;

    @Test
    void carriesTheStampOfItsCheckpointThatBothVerifiersAndOpensslBelieve() throws Exception {
        try (var authority = new TestAuthority();
                var rooms = rooms(authority, "/tsa")) {
            var zip = built(rooms);
            var root = authority.rootFile(folder);

            for (var said : both(rooms, zip, root)) {
                assertThat(said.code()).as(said.words()).isZero();
                assertThat(said.verdict().at("/timeStamp/believed").asBoolean())
                        .as(said.words())
                        .isTrue();
            }
            for (var said : both(rooms, zip, null)) {
                assertThat(said.code()).as(said.words()).isZero();
                assertThat(said.verdict().at("/timeStamp/believed").asBoolean(true))
                        .as(said.words())
                        .isFalse();
            }
            var files = Repacked.of(zip).files();
            var token = Files.write(folder.resolve("token"), Objects.requireNonNull(files.get(STAMP)));
            var note =
                    Files.write(folder.resolve("note"), Objects.requireNonNull(files.get("evidence/checkpoint.txt")));
            assertThat(Tool.named("openssl")
                            .say(
                                    folder,
                                    "ts",
                                    "-verify",
                                    "-token_in",
                                    "-in",
                                    token.toString(),
                                    "-data",
                                    note.toString(),
                                    "-CAfile",
                                    root.toString()))
                    .contains("Verification: OK");
        }
    }

    @Test
    void isRefusedWithAStampThatWasChangedOrIsOfAnotherCheckpoint() throws Exception {
        try (var authority = new TestAuthority();
                var rooms = rooms(authority, "/tsa")) {
            var zip = built(rooms);
            var root = authority.rootFile(folder);
            rooms.holding("other", "PARTIAL", "three");
            var other = rooms.get(CheckpointStamps.class)
                    .of(rooms.get(Ledger.class).checkpoint())
                    .orElseThrow();

            var hostile = List.of(
                    Repacked.of(zip)
                            .flip(
                                    STAMP,
                                    Objects.requireNonNull(Repacked.of(zip)
                                                            .files()
                                                            .get(STAMP))
                                                    .length
                                            - 20),
                    Repacked.of(zip).put(STAMP, other.token()),
                    Repacked.of(zip).put(STAMP, new byte[] {0x30, 0x03, 1, 1, 1}),
                    Repacked.of(zip).put(STAMP, new byte[0]));
            for (int i = 0; i < hostile.size(); i++) {
                for (var said : both(rooms, hostile.get(i).consistent().zip(folder.resolve(i + ".zip")), root)) {
                    assertThat(said.code()).as("%d %s", i, said.words()).isOne();
                    assertThat(said.findings()).as("%d", i).containsExactly("TIMESTAMP_REFUSED " + STAMP);
                }
            }
        }
    }

    @Test
    void isNotBuiltWithoutTheStampThatTheHouseWants() throws Exception {
        try (var authority = new TestAuthority();
                var rooms = rooms(authority, "/broken")) {
            var number = rooms.requested(rooms.holding("disk", "PARTIAL", "one"), "disk");

            assertThat(rooms.build(number, rooms.get(Vault.class)))
                    .isInstanceOfSatisfying(NotBuilt.class, not -> assertThat(not.reason())
                            .contains(
                                    "no time-stamping authority answered",
                                    authority.at("/broken").toString()));
        }
    }

    private PackingRooms rooms(TestAuthority authority, String path) throws Exception {
        return new PackingRooms(
                folder.resolve("data"),
                Map.of(
                        "handback.signing.tsa-urls", authority.at(path),
                        "handback.signing.trust-anchors", authority.rootFile(folder)));
    }

    private Path built(PackingRooms rooms) throws Exception {
        var number = rooms.requested(rooms.holding("disk", "PARTIAL", "one", "two"), "disk");
        var built = (Built) rooms.build(number, rooms.get(Vault.class));
        assertThat(rooms.build(number, rooms.get(Vault.class))).isEqualTo(built);
        try (var in = rooms.get(Vault.class).open(built.stored().sha256())) {
            return Files.write(folder.resolve("package.zip"), in.readAllBytes());
        }
    }

    private List<Said> both(PackingRooms rooms, Path zip, @org.jspecify.annotations.Nullable Path anchor)
            throws Exception {
        var key = Files.writeString(
                        folder.resolve("log.pem"), rooms.get(Ledger.class).publicKey())
                .toString();
        return anchor == null
                ? List.of(TwoVerifiers.command(zip, "--log-key", key), TwoVerifiers.script(zip, "--log-key", key))
                : List.of(
                        TwoVerifiers.command(zip, "--log-key", key, "--anchor", anchor.toString()),
                        TwoVerifiers.script(zip, "--log-key", key, "--anchor", anchor.toString()));
    }
}
