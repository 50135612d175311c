package dev.handback.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handback.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class VaultTest {
    private static final byte[] CONTENT = "one repository".getBytes(UTF_8);
    private static final Sha256 DIGEST = Sha256.of(CONTENT);

    private Path home;
    private Vault vault;

    @BeforeEach
    void open(@TempDir Path folder) {
        home = folder;
        vault = vaultIn(home.resolve("vault"));
    }

    @AfterEach
    void close() throws IOException {
        vault.destroy();
    }

    @Test
    void keepsBytesUnderTheirDigest() throws IOException {
        var stored = vault.store(new ByteArrayInputStream(CONTENT));

        assertThat(stored).isEqualTo(new Stored(DIGEST, CONTENT.length));
        assertThat(place()).hasBinaryContent(CONTENT);
        assertThat(vault.open(DIGEST)).hasBinaryContent(CONTENT);
        assertThat(vault.find(DIGEST)).contains(stored);
        assertThat(vault.check(DIGEST)).isEqualTo(new Fixity.Intact(DIGEST, CONTENT.length));
    }

    @Test
    void keepsFilesReadOnly() throws IOException {
        vault.store(new ByteArrayInputStream(CONTENT));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place())))
                .isEqualTo("r--r-----");
    }

    @Test
    void takesAFileOver() throws IOException {
        var file = Files.write(vault.scratchFile(), CONTENT);

        assertThat(vault.store(file)).isEqualTo(new Stored(DIGEST, CONTENT.length));

        assertThat(file).doesNotExist();
        assertThat(place()).hasBinaryContent(CONTENT);
    }

    @Test
    void takesAFileOverFromAnotherDisk() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/dev/shm")), "SKIPPED: there is no second file system at /dev/shm");
        var file = Files.write(Files.createTempFile(Path.of("/dev/shm"), "vault", "test"), CONTENT);

        assertThat(vault.store(file)).isEqualTo(new Stored(DIGEST, CONTENT.length));

        assertThat(file).doesNotExist();
        assertThat(place()).hasBinaryContent(CONTENT);
    }

    @Test
    void keepsTheFirstCopyWhenTheSameComesAgain() throws IOException {
        vault.store(new ByteArrayInputStream(CONTENT));
        var first = Files.getAttribute(place(), "unix:ino");

        vault.store(new ByteArrayInputStream(CONTENT));

        assertThat(Files.getAttribute(place(), "unix:ino")).isEqualTo(first);
        assertThat(filesBelow("unfinished")).hasSize(1);
    }

    @Test
    void keepsEmptyContent() {
        var stored = vault.store(InputStream.nullInputStream());

        assertThat(stored.bytes()).isZero();
        assertThat(vault.check(stored.sha256())).isEqualTo(new Fixity.Intact(Sha256.of(new byte[0]), 0));
    }

    @Test
    void keepsOneCopyOfWhatManyBringAtOnce() throws Exception {
        var large = new byte[1 << 20];
        new Random(4).nextBytes(large);
        var callers = Executors.newFixedThreadPool(8);
        Callable<Stored> store = () -> vault.store(new ByteArrayInputStream(large));

        for (var answer :
                callers.invokeAll(IntStream.range(0, 24).mapToObj(i -> store).toList())) {
            assertThat(answer.get()).isEqualTo(new Stored(Sha256.of(large), large.length));
        }
        callers.shutdown();

        assertThat(filesBelow("sha256")).hasSize(1);
        assertThat(filesBelow("unfinished")).hasSize(1);
    }

    @Test
    void namesExpectedAndActualOfAFlippedBit() throws IOException {
        vault.store(new ByteArrayInputStream(CONTENT));
        var spoilt = spoil();

        assertThat(vault.check(DIGEST)).isEqualTo(new Fixity.Mismatch(DIGEST, Sha256.of(spoilt)));
    }

    @Test
    void refusesTheEndOfSpoiltBytes() throws IOException {
        vault.store(new ByteArrayInputStream(CONTENT));
        var spoilt = spoil();

        try (var in = vault.open(DIGEST)) {
            assertThat(in.skip(3)).isEqualTo(3);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(VaultDamaged.class)
                    .hasMessageContaining(DIGEST.hex())
                    .hasMessageContaining(Sha256.of(spoilt).hex());
        }
    }

    @Test
    void neverReplacesSpoiltBytes() throws IOException {
        vault.store(new ByteArrayInputStream(CONTENT));
        var spoilt = spoil();

        assertThatThrownBy(() -> vault.store(new ByteArrayInputStream(CONTENT))).isInstanceOf(VaultDamaged.class);

        assertThat(place()).hasBinaryContent(spoilt);
    }

    @Test
    void saysMissingOfWhatItDoesNotHold() {
        assertThat(vault.check(DIGEST)).isEqualTo(new Fixity.Missing(DIGEST));
        assertThat(vault.find(DIGEST)).isEmpty();
        assertThatThrownBy(() -> vault.open(DIGEST))
                .isInstanceOf(NotInVault.class)
                .hasMessageContaining(DIGEST.hex());
    }

    @Test
    void keepsNothingOfAStreamThatBreaks() throws IOException {
        var broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left-- > 0) {
                    return 'x';
                }
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> vault.store(broken)).hasRootCauseMessage("connection reset");

        assertThat(filesBelow("sha256")).isEmpty();
        assertThat(filesBelow("unfinished")).hasSize(1);
    }

    @Test
    void removesWhatAKilledProcessLeftUnfinished() throws Exception {
        var left = killWhileStoring();
        assertThat(left).exists();

        vaultIn(home.resolve("vault")).destroy();

        assertThat(left).doesNotExist();
        assertThat(filesBelow("sha256")).isEmpty();
    }

    @Test
    void leavesWhatALivingProcessHasUnfinished() throws IOException {
        var unfinished = Files.write(vault.scratchFile(), CONTENT);

        vaultIn(home.resolve("vault")).destroy();

        assertThat(unfinished).exists();
    }

    @Test
    void refusesWhenTooLittleWouldStayFree() throws IOException {
        var full = new Vault(new VaultSettings(home.resolve("full"), DataSize.ofTerabytes(1_000_000)));

        assertThatThrownBy(() -> full.store(new ByteArrayInputStream(CONTENT)))
                .isInstanceOf(VaultFull.class)
                .hasMessageContaining("handback.vault.keep-free");
        assertThatThrownBy(() -> full.requireRoom(1)).isInstanceOf(VaultFull.class);
        full.destroy();
    }

    @Test
    void saysFullOfAFullDisk() throws Exception {
        var disk = Files.createDirectory(home.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "SKIPPED: only root may mount a small disk");
        try {
            var small = vaultIn(disk);
            var held = small.store(new ByteArrayInputStream(CONTENT));

            assertThatThrownBy(() -> small.store(new ByteArrayInputStream(new byte[2 << 20])))
                    .isInstanceOf(VaultFull.class);

            assertThat(small.check(held.sha256())).isInstanceOf(Fixity.Intact.class);
            assertThat(small.store(new ByteArrayInputStream("after".getBytes(UTF_8)))
                            .bytes())
                    .isEqualTo(5);
            small.destroy();
        } finally {
            run("umount", disk.toString());
        }
    }

    /** Another Java opens the vault, begins a file, and is killed by SIGKILL. */
    private Path killWhileStoring() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var other = new ProcessBuilder(List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unfinished.class.getName(),
                        home.resolve("vault").toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = other.inputReader()) {
            var left = Path.of(said.readLine());
            other.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            return left;
        }
    }

    static final class Unfinished {
        private Unfinished() {}

        public static void main(String[] folder) throws Exception {
            var file = vaultIn(Path.of(folder[0])).scratchFile();
            Files.write(file, new byte[1000]);
            System.out.println(file);
            Thread.sleep(60_000);
        }
    }

    private static Vault vaultIn(Path folder) {
        return new Vault(new VaultSettings(folder, DataSize.ofBytes(0)));
    }

    private byte[] spoil() throws IOException {
        var bytes = CONTENT.clone();
        bytes[5] ^= 1;
        Files.setPosixFilePermissions(place(), PosixFilePermissions.fromString("rw-r-----"));
        Files.write(place(), bytes);
        return bytes;
    }

    private Path place() {
        var hex = DIGEST.hex();
        return home.resolve("vault/sha256")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex);
    }

    /** In "unfinished" the lock alone counts as one. */
    private List<Path> filesBelow(String name) throws IOException {
        var folder = home.resolve("vault").resolve(name);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
