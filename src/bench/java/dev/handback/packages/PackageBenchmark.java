package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Ratios;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.Tool;
import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.Ledger;
import dev.handback.vault.Stored;
import dev.handback.vault.Vault;
import dev.handback.verify.Commands;
import dev.handback.work.Progress;
import dev.handback.work.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Building a package against {@code cp -r} and {@code sha256sum} of the vault, and verifying it against {@code sha256sum -c}. */
class PackageBenchmark {
    private static final int FILES = Integer.getInteger("handback.bench.files", 20_000);
    private static final long LARGE = Long.getLong("handback.bench.large-bytes", 256L << 20);

    private static Path folder;
    private static TestDatabase database;
    private static TestRooms rooms;
    private static PackagesTable packages;
    private static String number;

    @BeforeAll
    static void fillTheVault(@TempDir Path temporary) throws IOException {
        folder = temporary;
        database = TestDatabase.create();
        rooms = new TestRooms(database, folder, Map.of("handback.vault.folder", folder.resolve("vault")));
        packages = new PackagesTable(rooms.get(JdbcClient.class));
        var exit = new TestExit(database).register("disk").agree().authorise();
        var vault = rooms.get(Vault.class);
        var random = new Random(7);
        var list = new StringBuilder("{\"manifest\":\"handback-files/1\"}\n");
        for (int n = 0; n < FILES; n++) {
            var bytes = new byte[200 + random.nextInt(7_800)];
            random.nextBytes(bytes);
            add(list, "files/" + n, vault.store(new ByteArrayInputStream(bytes)));
        }
        add(list, "large", vault.store(new Noise(LARGE)));
        var manifest = vault.store(new ByteArrayInputStream(list.toString().getBytes(UTF_8)));
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, 'disk', 1, 'vendor-git', 'https://x')",
                exit.id());
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, held) values (?, 'disk', 1, 'PARTIAL', ?, ?, ?::jsonb)",
                exit.id(),
                manifest.sha256().hex(),
                manifest.sha256().hex(),
                "[{\"name\":\"manifest\",\"sha256\":\"%s\",\"bytes\":%d}]"
                        .formatted(manifest.sha256(), manifest.bytes()));
        // before packages lie there too
        FileSystemUtils.copyRecursively(folder.resolve("vault/sha256"), folder.resolve("tree"));
        var checkpoint = rooms.get(Ledger.class).checkpoint();
        number = exit.id() + "-P1";
        exit.insert(
                "olga",
                "insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint) values (?, ?, 1, '[\"disk\"]', false, ?, ?)",
                number,
                exit.id(),
                checkpoint.size(),
                checkpoint.note());
    }

    private static void add(StringBuilder list, String name, Stored stored) {
        list.append(
                "{\"name\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}\n".formatted(name, stored.bytes(), stored.sha256()));
    }

    @AfterAll
    static void stop() {
        rooms.close();
        database.close();
    }

    @Test
    void builds() throws Exception {
        Ratios.compare(
                "package: %,d files and one of %d MiB".formatted(FILES, LARGE >> 20),
                folder,
                database,
                PackageBenchmark::build,
                "cp -r " + folder.resolve("tree") + " copy && find copy -type f -print0 | xargs -0 sha256sum >sums");
    }

    private static BuildPackage.Built build(Path fresh) throws IOException {
        var vault = rooms.get(Vault.class);
        var step = new BuildPackage(packages, vault, rooms.get(Ledger.class), rooms.get(CheckpointStamps.class), fresh);
        var built = (BuildPackage.Built)
                step.run(new WorkOrder(BuildPackage.NAME, number, 1, Map.of("package", number)), Progress.unseen());
        step.destroy();
        return built;
    }

    @Test
    void verifies() throws Exception {
        var built = build(Files.createDirectories(folder.resolve("building")));
        var zip = folder.resolve("package.zip");
        try (var in = rooms.get(Vault.class).openAsIs(built.stored().sha256())) {
            Files.copy(in, zip);
        }
        Tool.named("unzip")
                .say(folder, "-q", zip.toString(), "-d", folder.resolve("bag").toString());
        var key = Files.writeString(
                folder.resolve("log.pem"), rooms.get(Ledger.class).publicKey());
        var bag = folder.resolve("bag/handback-" + number.substring(0, number.indexOf("-P")));
        Ratios.compare(
                "verify: the same, unpacked",
                folder,
                fresh -> assertThat(
                                Commands.commandLine().execute("verify", bag.toString(), "--log-key", key.toString()))
                        .isZero(),
                "cd " + bag + " && sha256sum --quiet -c manifest-sha256.txt");
        Tool.named("python3");
        Ratios.compareScripts(
                "verify.py: the same, unpacked",
                folder,
                "python3 " + bag.resolve("verify/verify.py") + " --log-key " + key,
                "cd " + bag + " && sha256sum --quiet -c manifest-sha256.txt");
    }

    private static final class Noise extends InputStream {
        private final Random random = new Random(3);
        private long left;

        Noise(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? random.nextInt(256) : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            var some = new byte[(int) Math.min(left, length)];
            random.nextBytes(some);
            System.arraycopy(some, 0, bytes, offset, some.length);
            left -= some.length;
            return some.length;
        }
    }
}
