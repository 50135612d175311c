package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.demo.GitHost;
import dev.handback.retrieval.DeliveredFile;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.SourceRefused;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Tars of bare repositories that came by hand, good ones and those that somebody wanted us to take. */
class GitArchiveTest {
    private final Path folder;
    private final RepositoryRecipes recipes;
    private final Vault vault;

    GitArchiveTest(@TempDir Path folder) {
        this.folder = folder;
        recipes = new RepositoryRecipes(folder);
        vault = new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofMegabytes(1)));
    }

    @AfterEach
    void closeVault() throws IOException {
        vault.destroy();
    }

    /** Ways in which one repository may lie on a disk. */
    static Stream<Consumer<Path>> shapes() {
        return Stream.of(
                repository -> git(repository, "pack-refs", "--all"),
                repository -> git(repository, "repack", "-adq"),
                repository -> {
                    git(repository, "repack", "-adq");
                    git(repository, "pack-refs", "--all");
                    // a loose ref goes before the packed one of the same name
                    git(repository, "update-ref", "refs/heads/work", "refs/heads/main");
                    git(repository, "update-ref", "refs/heads/work", "refs/notes/commits");
                },
                repository -> git(repository, "update-ref", "--no-deref", "HEAD", "refs/heads/main"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void endsAsTheSameRepositoryOverTheWireDoes(Consumer<Path> shape) throws Exception {
        var repository = recipes.good("good");
        shape.accept(repository);
        RetrievalOutcome wired;
        try (var host = GitHost.start(folder)) {
            wired = new Attempts(folder).take(host.url("good"));
        }

        for (var tar : List.of(
                new DeliveredTar().tree("", repository).plain(),
                new DeliveredTar().tree("good.git/", repository).zipped())) {
            var outcome = prove(tar);

            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.outcome()).isEqualTo(Outcome.RECEIVED);
            var taken = outcome.taken().orElseThrow();
            assertThat(taken.contentDigest())
                    .isEqualTo(wired.taken().orElseThrow().contentDigest());
            assertThat(taken.swhid()).isEqualTo(wired.taken().orElseThrow().swhid());
            assertThat(taken.head()).isEqualTo(wired.taken().orElseThrow().head());
            var held = taken.file(HeldFile.BUNDLE).orElseThrow().path();
            git(repository, "bundle", "verify", "-q", held.toString());
        }
    }

    @Test
    void putsSeveralPacksAndLooseObjectsTogether() throws Exception {
        var repository = recipes.good("good");
        git(repository, "repack", "-q");
        recipes.commit("good", "main", "fourth", "more", "one");
        git(repository, "repack", "-q");
        recipes.commit("good", "main", "fifth", "more", "two");

        var outcome = prove(new DeliveredTar().tree("./", repository).plain());

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.RECEIVED);
        var held = outcome.taken()
                .orElseThrow()
                .file(HeldFile.BUNDLE)
                .orElseThrow()
                .path();
        git(folder, "-c", "transfer.fsckObjects=true", "clone", "-q", "--mirror", held.toString(), "home.git");
        git(folder.resolve("home.git"), "fsck", "--full", "--strict");
        assertThat(git(folder.resolve("home.git"), "show-ref")).isEqualTo(git(repository, "show-ref"));
    }

    @Test
    void runsAndFollowsNothingOfIt() throws Exception {
        var repository = recipes.good("good");
        var canary = folder.resolve("canary");
        var script = "#!/bin/sh\ntouch " + canary + "\n";
        for (var hook : List.of("post-checkout", "pre-receive", "reference-transaction", "post-index-change")) {
            var file = Files.writeString(repository.resolve("hooks").resolve(hook), script);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(
                repository.resolve("config"),
                "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = touch " + canary
                        + "\n\tsshCommand = touch " + canary + "\n[include]\n\tpath = /etc/passwd\n"
                        + "[uploadpack]\n\tpackObjectsHook = touch " + canary + "\n");

        assertThat(prove(new DeliveredTar().tree("", repository).plain()).outcome())
                .isEqualTo(Outcome.RECEIVED);
        assertThat(canary).doesNotExist();
    }

    @Test
    void callsNothingWholeThatLacksObjectsOrIsCutOff() throws Exception {
        var repository = recipes.good("lacking");
        var blob = git(repository, "rev-parse", "main:src/Main.java");
        Files.delete(repository.resolve("objects").resolve(blob.substring(0, 2)).resolve(blob.substring(2)));
        var lacking = prove(new DeliveredTar().tree("", repository).plain());
        assertThat(lacking.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(lacking.findings())
                .extracting(RetrievalOutcome.Finding::code)
                .contains("OBJECTS_MISSING");

        recipes.good("deep");
        git(folder, "clone", "-q", "--bare", "--depth=1", "file://" + recipes.path("deep"), "shallow.git");
        var shallow =
                prove(new DeliveredTar().tree("", folder.resolve("shallow.git")).plain());
        assertThat(shallow.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(shallow.findings())
                .extracting(RetrievalOutcome.Finding::code)
                .contains("SHALLOW");
    }

    @Test
    void saysEmptyOfARepositoryWithoutCommits() throws Exception {
        assertThat(prove(new DeliveredTar().tree("", recipes.empty("empty")).plain())
                        .outcome())
                .isEqualTo(Outcome.EMPTY);
    }

    /** Each hostile or broken file with the code that must name it; none ends as received. */
    @Test
    void refusesEveryHostileOrBrokenTarByItsCode() throws Exception {
        var repository = recipes.good("good");
        var other = recipes.good("other");
        var good = new DeliveredTar().tree("", repository).plain();
        var head = "ref: refs/heads/main\n".getBytes(ISO_8859_1);
        var hostile = new TreeMap<String, byte[]>();
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED symlink",
                tar(repository)
                        .odd("objects/info/x", TarArchiveEntry.LF_SYMLINK, "/etc/passwd")
                        .plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED hard link",
                tar(repository)
                        .odd("refs/heads/x", TarArchiveEntry.LF_LINK, "HEAD")
                        .plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED device",
                tar(repository).odd("null", TarArchiveEntry.LF_CHR, "").plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED pipe",
                tar(repository).odd("pipe", TarArchiveEntry.LF_FIFO, "").plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED absolute",
                tar(repository).file("/etc/cron.d/x", head).plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED upwards",
                tar(repository).file("refs/../../x", head).plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED twice",
                tar(repository).file("HEAD", head).plain());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED endless ref",
                tar(repository).file("refs/heads/x", new byte[70_000]).plain());
        hostile.put(
                "ARCHIVE_TOO_LARGE bomb",
                tar(repository).file("zeros", new byte[60 << 20]).zipped());
        hostile.put(
                "ARCHIVE_ENTRY_REFUSED holes that are longer than any disk",
                tar(repository)
                        .holes("objects/pack/pack-" + "a".repeat(40) + ".pack", 1L << 30)
                        .zipped());
        hostile.put(
                "ARCHIVE_TOO_LARGE name of its own that fills the memory",
                tar(repository)
                        .odd("long", TarArchiveEntry.LF_GNUTYPE_LONGNAME, "", new byte[40 << 20])
                        .zipped());
        hostile.put(
                "ARCHIVE_TOO_LARGE extended header that fills the memory",
                tar(repository)
                        .odd(
                                "pax",
                                TarArchiveEntry.LF_PAX_EXTENDED_HEADER_LC,
                                "",
                                DeliveredTar.pax("comment=" + "x".repeat(40 << 20))
                                        .getBytes(ISO_8859_1))
                        .zipped());
        var names = tar(repository);
        for (int i = 0; i < 20_000; i++) names.odd("name" + i, TarArchiveEntry.LF_GNUTYPE_LONGNAME, "", new byte[0]);
        hostile.put("ARCHIVE_TOO_LARGE headers without an end", names.zipped());
        var refs = tar(repository);
        for (int i = 0; i < 1_100; i++)
            refs.file("refs/heads/b" + i, ("ref: refs/heads/" + "x".repeat(1_000)).getBytes(ISO_8859_1));
        hostile.put("TOO_MANY_REFS before they fill the memory", refs.zipped());
        hostile.put(
                "REF_NAME_REFUSED two that no git holds together",
                tar(repository)
                        .file(
                                "refs/heads/main/b",
                                git(repository, "rev-parse", "main").getBytes(ISO_8859_1))
                        .plain());
        hostile.put("ARCHIVE_BROKEN cut", Arrays.copyOf(good, good.length / 2));
        hostile.put(
                "ARCHIVE_BROKEN ref without id",
                tar(repository)
                        .file("refs/heads/x", "nonsense".getBytes(ISO_8859_1))
                        .plain());
        hostile.put(
                "REF_NAME_REFUSED",
                tar(repository)
                        .file(
                                "refs/heads/a..b",
                                git(repository, "rev-parse", "main").getBytes(ISO_8859_1))
                        .plain());
        hostile.put(
                "ARCHIVE_BORROWS",
                tar(repository)
                        .file("objects/info/alternates", "/etc\n".getBytes(ISO_8859_1))
                        .plain());
        hostile.put(
                "SEVERAL_REPOSITORIES",
                new DeliveredTar()
                        .tree("a.git/", repository)
                        .tree("b.git/", other)
                        .plain());
        hostile.put(
                "ARCHIVE_WITHOUT_REPOSITORY nothing",
                new DeliveredTar().file("letter.txt", head).plain());
        hostile.put(
                "ARCHIVE_WITHOUT_REPOSITORY working copy",
                new DeliveredTar().tree("project/.git/", repository).plain());

        hostile.forEach((what, content) -> {
            var refused = catchThrowableOfType(SourceRefused.class, () -> prove(content));
            assertThat(refused).as(what).isNotNull();
            assertThat(what).as(refused.code() + ": " + refused.detail()).startsWith(refused.code());
            assertThat(refused.detail()).as(what).contains("all.tar");
        });
    }

    @Test
    void namesADamagedObjectAndAnotherFormat() throws Exception {
        var repository = recipes.good("damaged");
        var blob = git(repository, "rev-parse", "main:src/Main.java");
        var file = repository.resolve("objects").resolve(blob.substring(0, 2)).resolve(blob.substring(2));
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.copy(
                repository
                        .resolve("objects")
                        .resolve(git(repository, "rev-parse", "main:README").substring(0, 2))
                        .resolve(git(repository, "rev-parse", "main:README").substring(2)),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var refused = catchThrowableOfType(
                SourceRefused.class,
                () -> prove(new DeliveredTar().tree("", repository).plain()));
        assertThat(refused.code()).isEqualTo("ARCHIVE_BROKEN");
        assertThat(refused.detail()).contains(blob);

        git(folder, "init", "-q", "--bare", "--object-format=sha256", "other-format.git");
        var format = catchThrowableOfType(
                SourceRefused.class,
                () -> prove(new DeliveredTar()
                        .tree("", folder.resolve("other-format.git"))
                        .plain()));
        assertThat(format.code()).isEqualTo("OBJECT_FORMAT_UNSUPPORTED");
    }

    private DeliveredTar tar(Path repository) {
        return new DeliveredTar().tree("", repository);
    }

    private RetrievalOutcome prove(byte[] tar) throws IOException, InterruptedException {
        var stored = vault.store(new ByteArrayInputStream(tar));
        var file = new DeliveredFile("all.tar".getBytes(ISO_8859_1), stored.sha256(), stored.bytes());
        var work = Files.createTempDirectory(folder, "work");
        var limits = Attempts.LIMITS;
        var clock = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
        var manifest = new HeldFile(
                HeldFile.MANIFEST, Files.writeString(work.resolve("files.jsonl"), ""), dev.handback.Sha256.of(""), 0);
        var request = new RetrievalRequest("X2026-0001", "asset", 1, "", "delivery:asset", null, null, work);
        return new GitDelivery(vault, exit -> List.of(), limits, clock)
                .prove(request, List.of(file), manifest, (bytes, objects, total, phase) -> {});
    }
}
