package dev.handback.retrieval.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.ChildProcess;
import dev.handback.Ratios;
import dev.handback.Sha256;
import dev.handback.retrieval.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Custody of repositories against what C git and git-lfs do for the same end. */
class GitBenchmark {

    private static final int COMMITS = Integer.getInteger("handback.bench.commits", 10_000);
    private static final int SMALL = Integer.getInteger("handback.bench.lfs-objects", 2_000);
    private static final int LARGE = Integer.getInteger("handback.bench.lfs-large-objects", 10);
    private static final int FAR = Integer.getInteger("handback.bench.lfs-far-objects", 200);

    /** Downloads at once, for us and for git-lfs. */
    private static final int PARALLEL = Integer.getInteger("handback.bench.lfs-parallel", 4);

    private static Path folder;

    private static Path served;
    private static ChildProcess vendor;
    private static String url = "";

    @BeforeAll
    static void startVendor(@TempDir Path temporary) throws IOException {
        folder = temporary;
        served = Files.createDirectories(folder.resolve("vendor"));
        Files.createDirectories(served.resolve("lfs"));
        vendor = ChildProcess.of(VendorProcess.class, served.toString());
        url = vendor.awaitLine("URL ").substring(4);
    }

    @AfterAll
    static void stopVendor() {
        vendor.close();
    }

    @Test
    void takesHistory() throws Exception {
        history("history", COMMITS);
        compare("git: %,d commits, %,d objects".formatted(COMMITS, 3 * COMMITS), "history", 1, """
                git clone -q --mirror %1$s r && git -C r fsck --full && git -C r bundle create ../r.bundle --all \\
                    && sha256sum r.bundle""");
    }

    @Test
    void takesManySmallLargeFiles() throws Exception {
        films("small", SMALL, 1 << 10);
        for (int parallel : new int[] {1, PARALLEL})
            compareLargeFiles("%,d objects of 1 KiB".formatted(SMALL), "small", parallel);
    }

    @Test
    void takesLargeFilesFromFarAway() throws Exception {
        films(VendorProcess.FAR, FAR, 1 << 11);
        for (int parallel : new int[] {1, PARALLEL})
            compareLargeFiles("%d objects, 20 ms away".formatted(FAR), VendorProcess.FAR, parallel);
    }

    @Test
    void takesFewLargeFiles() throws Exception {
        films("large", LARGE, 50 << 20);
        compareLargeFiles("%d objects of 50 MiB".formatted(LARGE), "large", PARALLEL);
    }

    private static void compareLargeFiles(String what, String repository, int parallel) throws Exception {
        compare("lfs: %s, %d at once".formatted(what, parallel), repository, parallel, """
                git clone -q --mirror %1$s r && git -C r -c lfs.concurrenttransfers=%2$d lfs fetch --all""");
    }

    private static void compare(String what, String repository, int parallel, String script) throws Exception {
        String locator = url.replace("REPOSITORY", repository);
        Ratios.compare(what, folder, fresh -> take(locator, parallel, fresh), script.formatted(locator, parallel));
    }

    private static void take(String locator, int parallel, Path fresh) throws Exception {
        var attempts = new Attempts(fresh);
        attempts.limits = limits(parallel);
        assertThat(attempts.take(locator).outcome()).isEqualTo(Outcome.VERIFIED);
        attempts.vault.destroy();
    }

    private static GitLimits limits(int parallel) {
        return new GitLimits(
                DataSize.ofGigabytes(20),
                DataSize.ofGigabytes(500),
                DataSize.ofGigabytes(1),
                10_000_000,
                200_000,
                DataSize.ofMegabytes(64),
                Duration.ofSeconds(20),
                Duration.ofMinutes(2),
                Duration.ofHours(6),
                DataSize.ofGigabytes(1),
                3,
                new LfsLimits(
                        300_000,
                        DataSize.ofGigabytes(50),
                        DataSize.ofGigabytes(100),
                        Duration.ofHours(6),
                        parallel,
                        6,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2)));
    }

    private static void history(String name, int commits) throws Exception {
        fill(name, out -> {
            var random = new Random(7);
            var line = new byte[600];
            for (int i = 1; i <= commits; i++) {
                for (int at = 0; at < line.length; at++) line[at] = (byte) (' ' + random.nextInt(90));
                say(
                        out,
                        "commit refs/heads/main\ncommitter A <a@b> " + (1_600_000_000 + i)
                                + " +0000\ndata 5\nwork\n\n");
                say(out, "M 644 inline src/f" + i % 500 + "\ndata " + line.length + "\n");
                out.write(line);
                say(out, "\n");
            }
        });
    }

    /** Their pointers in one commit, their bytes beside. */
    private static void films(String name, int count, int size) throws Exception {
        var random = new Random(size);
        var bytes = new byte[size];
        fill(name, out -> {
            say(out, "commit refs/heads/main\ncommitter A <a@b> 1600000000 +0000\ndata 5\nwork\n\n");
            for (int i = 0; i < count; i++) {
                random.nextBytes(bytes);
                String oid = Sha256.of(bytes).hex();
                Files.write(served.resolve("lfs").resolve(oid), bytes);
                String pointer = LfsVendor.POINTER.formatted(oid, size);
                say(out, "M 644 inline film" + i + ".mov\ndata " + pointer.length() + "\n" + pointer + "\n");
            }
            String attributes = "*.mov filter=lfs diff=lfs merge=lfs -text\n";
            say(out, "M 644 inline .gitattributes\ndata " + attributes.length() + "\n" + attributes + "\n");
        });
    }

    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void fill(String name, Writing writing) throws Exception {
        Path repository = served.resolve(name + ".git");
        RepositoryRecipes.git(served, "init", "-q", "--bare", "-b", "main", repository.toString());
        var git = new ProcessBuilder("git", "fast-import", "--quiet")
                .directory(repository.toFile())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (var out = new java.io.BufferedOutputStream(git.getOutputStream())) {
            writing.to(out);
        }
        assertThat(git.waitFor()).isZero();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
