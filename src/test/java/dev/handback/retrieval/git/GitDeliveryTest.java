package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static dev.handback.retrieval.git.RepositoryRecipes.runRaw;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.demo.GitHost;
import dev.handback.retrieval.DeliveredFile;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.TakenRef;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.SourceRefused;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Git bundles that came by hand, good ones and those that somebody wanted us to take. */
class GitDeliveryTest {
    private static final String HEADER = "# v2 git bundle\n";

    private final Path folder;
    private final RepositoryRecipes recipes;
    private final Vault vault;
    private final List<DeliveredFile> files = new ArrayList<>();

    GitDeliveryTest(@TempDir Path folder) {
        this.folder = folder;
        recipes = new RepositoryRecipes(folder);
        vault = new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofMegabytes(1)));
    }

    @AfterEach
    void closeVault() throws IOException {
        vault.destroy();
    }

    @Test
    void provesABundleAsItWouldProveTheRepositoryOverTheWire() throws Exception {
        recipes.good("good");
        RetrievalOutcome wired;
        try (var host = GitHost.start(folder)) {
            wired = new Attempts(folder).take(host.url("good"));
        }
        deliver("letter.txt", "herewith".getBytes(ISO_8859_1));
        deliver("all.bundle", bundle("good"));

        var outcome = prove();

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.RECEIVED);
        var taken = outcome.taken().orElseThrow();
        assertThat(taken.delivered()).isEqualTo(2);
        assertThat(taken.objects()).isEqualTo(wired.taken().orElseThrow().objects());
        assertThat(refs(outcome)).isEqualTo(refs(wired));
        var held = taken.file(HeldFile.BUNDLE).orElseThrow().path();
        git(folder, "-c", "transfer.fsckObjects=true", "clone", "-q", "--mirror", held.toString(), "home.git");
        git(folder.resolve("home.git"), "fsck", "--full", "--strict");
        assertThat(git(folder.resolve("home.git"), "show-ref")).isEqualTo(git(recipes.path("good"), "show-ref"));
    }

    @Test
    void findsTheSameContentInTwoBundlesOfOneRepository() throws Exception {
        recipes.good("good");
        deliver("one.bundle", bundle("good"));
        var first = prove();
        files.clear();
        git(recipes.path("good"), "repack", "-adfq", "--depth=1", "--window=1");
        deliver("two.bundle", bundle("good"));

        assertThat(prove().taken().orElseThrow().contentDigest())
                .isEqualTo(first.taken().orElseThrow().contentDigest());
    }

    /** Each hostile or broken file with the code that must name it; none ends as received. */
    @Test
    void refusesEveryHostileOrBrokenFileByItsCode() throws Exception {
        recipes.good("good");
        var good = bundle("good");
        var text = new String(good, ISO_8859_1);
        int pack = text.indexOf("\n\nPACK") + 2;
        var header = text.substring(HEADER.length(), pack);
        var id = git(recipes.path("good"), "rev-parse", "main");
        var hostile = new TreeMap<String, byte[]>();
        hostile.put("BUNDLE_BROKEN cut in the pack", bytes(text.substring(0, good.length - 40)));
        hostile.put("BUNDLE_BROKEN cut in the header", bytes(text.substring(0, HEADER.length() + 60)));
        hostile.put("BUNDLE_BROKEN flipped bit", flipped(good, pack + 60));
        hostile.put("BUNDLE_BROKEN flipped trailer", flipped(good, good.length - 3));
        hostile.put("BUNDLE_BROKEN more behind the pack", bytes(text + "more"));
        hostile.put("BUNDLE_BROKEN no pack", bytes(text.substring(0, pack)));
        hostile.put("BUNDLE_BROKEN endless line", bytes(HEADER + id + " refs/heads/" + "x".repeat(9000) + "\n\n"));
        hostile.put(
                "BUNDLE_NOT_WHOLE prerequisite",
                bytes(HEADER + "-" + id + " old work\n" + header + text.substring(pack)));
        hostile.put(
                "BUNDLE_NOT_WHOLE filter",
                bytes("# v3 git bundle\n@filter=blob:none\n" + header + text.substring(pack)));
        hostile.put(
                "OBJECT_FORMAT_UNSUPPORTED",
                bytes("# v3 git bundle\n@object-format=sha256\n" + header + text.substring(pack)));
        hostile.put("REF_NAME_REFUSED", bytes(HEADER + id + " refs/heads/../../x\n" + header + text.substring(pack)));
        hostile.put("REF_NAME_REFUSED outside refs", bytes(HEADER + id + " config\n" + header + text.substring(pack)));
        hostile.put("BUNDLE_BROKEN ref twice", bytes(HEADER + header.strip() + "\n" + header + text.substring(pack)));
        hostile.put(
                "TOO_MANY_REFS",
                bytes(HEADER
                        + IntStream.range(0, 1001)
                                .mapToObj(n -> id + " refs/heads/b" + n + "\n")
                                .collect(Collectors.joining())
                        + "\n" + text.substring(pack)));
        hostile.put("TOO_MANY_OBJECTS claimed", claiming(good, pack));
        hostile.put("ARCHIVE_WITHOUT_REPOSITORY nothing in it", gzip());
        hostile.put("NO_BUNDLE thin air", bytes("just a letter"));

        hostile.forEach((what, content) -> {
            files.clear();
            deliver("../" + what, content);
            var refused = catchThrowableOfType(SourceRefused.class, this::prove);
            assertThat(refused).as(what).isNotNull();
            assertThat(what).as(refused.code() + ": " + refused.detail()).startsWith(refused.code());
            assertThat(Outcome.of(refused.reason()))
                    .as(what)
                    .isIn(Outcome.CORRUPT, Outcome.UNSUPPORTED, Outcome.HOSTILE);
        });
    }

    @Test
    void keepsABundleWithMissingObjectsAsPartial() throws Exception {
        recipes.good("good");
        var text = new String(bundle("good"), ISO_8859_1);
        deliver("all.bundle", bytes(text.replaceFirst("\n", "\n" + "1".repeat(40) + " refs/heads/gone\n")));

        var outcome = prove();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings())
                .extracting(RetrievalOutcome.Finding::code)
                .containsExactly("OBJECTS_MISSING");
        assertThat(outcome.taken().orElseThrow().delivered()).isEqualTo(1);
    }

    @Test
    void findsGitLfsObjectsAmongTheDeliveredFilesAndNowhereElse() throws Exception {
        recipes.good("films");
        var oid = dev.handback.Sha256.of("final cut").hex();
        recipes.commit(
                "films",
                "main",
                "film",
                "film.mp4",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid + "\nsize 9\n");
        deliver("all.bundle", bundle("films"));

        var without = prove();
        deliver(oid, bytes("final cut"));
        var with = prove();

        assertThat(without.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(without.findings())
                .extracting(RetrievalOutcome.Finding::code)
                .contains("LFS_NOT_DELIVERED");
        assertThat(with.findings()).isEmpty();
        assertThat(with.outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(with.taken().orElseThrow().lfsObjects()).isEqualTo(1);
    }

    @Test
    void saysWhatSubmodulesOfADeliveredRepositoryLack() throws Exception {
        recipes.good("app");
        recipes.commit("app", "main", "modules", ".gitmodules", """
                [submodule "lib"]
                \tpath = lib
                \turl = https://git.vendor.example/team/library
                [submodule "near"]
                \tpath = near
                \turl = ../near
                """);
        recipes.commit("app", "main", "pin", "160000", "lib", "1234567890123456789012345678901234567890");
        recipes.commit("app", "main", "pin", "160000", "near", "1234567890123456789012345678901234567891");
        deliver("all.bundle", bundle("app"));

        var outcome = prove();

        assertThat(outcome.outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(outcome.findings())
                .extracting(RetrievalOutcome.Finding::code)
                // "../near" of a file is nowhere: only a holder's address has neighbours
                .containsExactlyInAnyOrder("SUBMODULE_NOT_REGISTERED", "SUBMODULE_URL_REFUSED");
        assertThat(outcome.findings().toString()).contains("lib is https://git.vendor.example/team/library", "near");
    }

    /** A tar beside a bundle may be papers, or the rest of the history: the second person is told. */
    @Test
    void saysThatAnArchiveBesideTheBundleWasNotRead() throws Exception {
        recipes.good("good");
        deliver("all.bundle", bundle("good"));
        deliver("more.tgz", gzip());

        var outcome = prove();

        assertThat(outcome.outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("ARCHIVE_NOT_READ");
            assertThat(finding.detail()).contains("more.tgz");
        });
    }

    @Test
    void takesNoLargeFileForASecondRepository() throws Exception {
        var archive = gzip();
        var oid = dev.handback.Sha256.of(archive).hex();
        var films = recipes.good("films");
        recipes.commit(
                "films",
                "main",
                "film",
                "film.tgz",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid + "\nsize " + archive.length + "\n");
        deliver("films.tar", new DeliveredTar().tree("", films).plain());
        deliver("lfs/objects/" + oid, archive);

        var outcome = prove();

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(outcome.taken().orElseThrow().lfsObjects()).isEqualTo(1);
    }

    @Test
    void cannotChooseBetweenTwoBundles() throws Exception {
        recipes.good("good");
        deliver("one.bundle", bundle("good"));
        deliver("two.bundle", bundle("good"));

        assertThat(catchThrowableOfType(SourceRefused.class, this::prove).code())
                .isEqualTo("SEVERAL_REPOSITORIES");
    }

    private void deliver(String name, byte[] content) {
        var stored = vault.store(new ByteArrayInputStream(content));
        files.add(new DeliveredFile(bytes(name), stored.sha256(), stored.bytes()));
    }

    private RetrievalOutcome prove() throws Exception {
        var work = Files.createTempDirectory(folder, "work");
        var list = Files.writeString(work.resolve("files.jsonl"), "");
        var manifest = new HeldFile(HeldFile.MANIFEST, list, dev.handback.Sha256.of(""), 0);
        return new GitDelivery(vault, exit -> List.of(), Attempts.LIMITS, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .prove(
                        new RetrievalRequest("X2026-0001", "asset", 1, "", "delivery:", null, null, work),
                        files,
                        manifest,
                        (bytes, objects, total, phase) -> {});
    }

    private byte[] bundle(String name) {
        return runRaw(recipes.path(name), new byte[0], "bundle", "create", "-q", "-", "--all");
    }

    /** Refs other than HEAD, which a bundle cannot name a branch for. */
    private static Map<String, String> refs(RetrievalOutcome outcome) {
        return outcome.taken().orElseThrow().refs().stream()
                .filter(ref -> !ref.isHead())
                .collect(Collectors.toMap(
                        (TakenRef ref) -> new String(ref.name(), ISO_8859_1),
                        ref -> ref.id() + " " + ref.type() + " " + ref.peeled()));
    }

    private static byte[] flipped(byte[] good, int place) {
        var bad = good.clone();
        bad[place] ^= 1;
        return bad;
    }

    /** The pack's header says how many objects follow. */
    private static byte[] claiming(byte[] good, int pack) {
        var bad = good.clone();
        bad[pack + 8] = 0x7f;
        return bad;
    }

    private static byte[] gzip() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zipped = new java.util.zip.GZIPOutputStream(out)) {
            zipped.write(bytes("HEAD"));
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
