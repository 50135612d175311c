package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.demo.GitHost;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.Split;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.retrieval.RetrievalOutcome.TakenRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes home from well-meaning servers; what comes of others is {@link HostileGitHostTest}'s. */
class GitRepositorySourceTest {

    private final RepositoryRecipes recipes;
    private final GitHost host;
    private final NativeGitHost nativeHost;
    private final Attempts attempts;

    GitRepositorySourceTest(@TempDir Path folder) throws Exception {
        recipes = new RepositoryRecipes(folder);
        host = GitHost.start(folder);
        nativeHost = new NativeGitHost(folder);
        attempts = new Attempts(folder);
    }

    @AfterEach
    void stopVendor() throws Exception {
        host.close();
        nativeHost.close();
    }

    @Test
    void takesEveryRefAndHeadAndProvesThemWhole() throws Exception {
        Path repository = recipes.good("good");

        var outcome = attempts.take(host.url("good"));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        Taken taken = outcome.taken().orElseThrow();
        assertThat(taken.head()).isEqualTo("refs/heads/main");
        assertThat(taken.refCount()).isEqualTo(5);
        assertThat(taken.objects())
                .isEqualTo(git(repository, "rev-list", "--all", "--objects")
                        .lines()
                        .count());
        assertThat(refsOf(attempts.cloneOf(bundle(taken)))).isEqualTo(refsOf(repository));
    }

    @Test
    void namesTheDigestOfTheBundleItWrote() throws Exception {
        recipes.good("good");

        Taken taken = attempts.take(host.url("good")).taken().orElseThrow();

        HeldFile held = taken.file(HeldFile.BUNDLE).orElseThrow();
        assertThat(held.sha256()).isEqualTo(Sha256.of(Files.readAllBytes(held.path())));
        assertThat(held.bytes()).isEqualTo(Files.size(held.path()));
    }

    @Test
    void findsTheSameContentAgainWhoeverServesItAndHoweverItIsPacked() throws Exception {
        Path repository = recipes.good("good");

        Taken first = attempts.take(host.url("good")).taken().orElseThrow();
        git(repository, "repack", "-adq", "--depth=1");
        Taken again = attempts.take(host.url("good")).taken().orElseThrow();
        Taken fromGit = attempts.take(nativeHost.url("good")).taken().orElseThrow();

        assertThat(again.contentDigest()).isEqualTo(first.contentDigest()).isEqualTo(fromGit.contentDigest());
        assertThat(again.swhid()).isEqualTo(first.swhid()).isEqualTo(fromGit.swhid());
    }

    @Test
    void takesADetachedHeadWithACommitOfItsOwn() throws Exception {
        Path repository = recipes.good("detached");
        String own = recipes.commit("detached", "gone", "own", "own", "own");
        git(repository, "update-ref", "--no-deref", "HEAD", own);
        git(repository, "update-ref", "-d", "refs/heads/gone");

        var outcome = attempts.take(nativeHost.url("detached"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.taken().orElseThrow().head()).isEqualTo(own);
        Path clone = attempts.cloneOf(bundle(outcome.taken().orElseThrow()));
        assertThat(git(clone, "cat-file", "-t", own)).isEqualTo("commit");
    }

    @Test
    void takesRefsThatNameTreesAndBlobsAndTagsOfTags() throws Exception {
        Path repository = recipes.good("odd");
        git(repository, "update-ref", "refs/odd/tree", git(repository, "rev-parse", "main^{tree}"));
        git(repository, "update-ref", "refs/odd/blob", recipes.blob("odd", "alone"));
        git(repository, "tag", "-a", "-m", "two", "v2", "v1");

        var outcome = attempts.take(host.url("odd"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.taken().orElseThrow().refs())
                .extracting(TakenRef::type)
                .contains("tree", "blob", "tag", "commit");
    }

    @Test
    void keepsTheBytesOfARefNameThatIsNotUtf8() throws Exception {
        Path repository = recipes.good("latin");
        String commit = git(repository, "rev-parse", "main");
        Files.writeString(repository.resolve("packed-refs"), commit + " refs/heads/caf\u00e9\n", ISO_8859_1);

        var outcome = attempts.take(nativeHost.url("latin"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.taken().orElseThrow().refs())
                .anyMatch(ref -> new String(ref.name(), ISO_8859_1).equals("refs/heads/caf\u00e9"));
        assertThat(manifest(outcome.taken().orElseThrow())).contains("\"refBase64\":\"cmVmcy9oZWFkcy9jYWbp\"");
    }

    @Test
    void tellsAnEmptyRepositoryFromAFailure() throws Exception {
        recipes.empty("empty");

        var outcome = attempts.take(nativeHost.url("empty"));
        var again = attempts.take(host.url("empty"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.EMPTY);
        Taken taken = outcome.taken().orElseThrow();
        assertThat(taken.swhid()).isEqualTo("swh:1:snp:1a8893e6a86f444e8be8e7bda6cb34fb1735a00e");
        assertThat(taken.file(HeldFile.BUNDLE)).isEmpty();
        assertThat(again.taken().orElseThrow().contentDigest()).isEqualTo(taken.contentDigest());
    }

    @Test
    void callsAShallowRepositoryPartial() throws Exception {
        Path repository = recipes.good("deep");
        git(repository, "clone", "-q", "--bare", "--depth=1", "file://" + repository, "../shallow.git");

        var outcome = attempts.take(nativeHost.url("shallow"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").contains("SHALLOW", "OBJECTS_MISSING");
    }

    @Test
    void takesADirtyHistoryAndSaysWhatIsWrongWithIt() throws Exception {
        Path repository = recipes.good("dirty");
        String blob = recipes.blob("dirty", "evil");
        byte[] entry = ("100644 .git\0").getBytes(ISO_8859_1);
        byte[] tree = java.nio.ByteBuffer.allocate(entry.length + 20)
                .put(entry)
                .put(HexFormat.of().parseHex(blob))
                .array();
        String id =
                RepositoryRecipes.run(repository, tree, "hash-object", "-t", "tree", "-w", "--stdin", "--literally");
        git(repository, "update-ref", "refs/heads/dirty", git(repository, "commit-tree", "-m", "dirty", id));

        var outcome = attempts.take(host.url("dirty"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("FSCK_HAS_DOTGIT");
            assertThat(finding.detail()).contains(id);
        });
    }

    @Test
    void namesPinnedCommitsOfWhichNobodySaysWhereTheyLie() throws Exception {
        recipes.good("sub");
        String pinned = "1234567890123456789012345678901234567890";
        recipes.commit("sub", "main", "pin", "160000", "library", pinned);

        var outcome = attempts.take(host.url("sub"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SUBMODULE_WITHOUT_URL");
            assertThat(finding.detail()).contains("library@" + pinned);
        });
    }

    @Test
    void takesARepositoryAnewThatMovedOnceAndKeepsWhatWasOvertaken() throws Exception {
        recipes.good("moving");
        nativeHost.afterEachPack(() -> {
            nativeHost.afterEachPack(() -> {});
            recipes.commit("moving", "main", "late", "late", "late");
        });

        var outcome = attempts.take(nativeHost.url("moving"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.findings()).extracting("code").containsExactly("REFS_MOVED");
        assertThat(outcome.taken().orElseThrow().files())
                .extracting(HeldFile::name)
                .containsExactly("bundle", "manifest", "commits", "overtaken-1");
    }

    @Test
    void callsARepositoryMovingThatNeverStandsStill() throws Exception {
        recipes.good("moving");
        var count = new java.util.concurrent.atomic.AtomicInteger();
        nativeHost.afterEachPack(
                () -> recipes.commit("moving", "main", "late", "late" + count.incrementAndGet(), "late"));

        var outcome = attempts.take(nativeHost.url("moving"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.MOVING);
        assertThat(count).hasValue(3);
        assertThat(outcome.taken().orElseThrow().files()).hasSize(5);
    }

    @Test
    void countsOldAndNewlyCreatedCommitsFromACommit() throws Exception {
        Path repository = recipes.good("split");
        attempts.baseline = "commit:" + git(repository, "rev-parse", "main~1");

        Split split = attempts.take(host.url("split")).taken().orElseThrow().split();

        // first | second, third and the note
        assertThat(split).isEqualTo(new Split(1, 3, Split.Basis.PROOF));
    }

    @Test
    void countsNothingFromACommitThatIsNotThere() throws Exception {
        recipes.good("split");
        attempts.baseline = "commit:1234567890123456789012345678901234567890";

        var outcome = attempts.take(host.url("split"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.taken().orElseThrow().split()).isNull();
        assertThat(outcome.findings()).extracting("code").containsExactly("BASELINE_COMMIT_ABSENT");
    }

    @Test
    void callsACountByDateAnIndication() throws Exception {
        recipes.good("split");
        attempts.baseline = "date:2021-03-05";

        Split split = attempts.take(host.url("split")).taken().orElseThrow().split();

        assertThat(split).isEqualTo(new Split(4, 0, Split.Basis.INDICATION));
    }

    @Test
    void callsItPartialWhenLessCameThanExpected() throws Exception {
        recipes.good("good");
        attempts.expected = "refs=6";

        var outcome = attempts.take(host.url("good"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> assertThat(finding.detail())
                .isEqualTo("refs: expected 6, actual 5"));
    }

    @Test
    void readsThePasswordAnewForEachAttempt() throws Exception {
        recipes.good("private");
        host.protect("private", "handback", "new secret");
        attempts.password = "old secret";
        var before = attempts.take(host.url("private"));
        attempts.password = "new secret";

        var after = attempts.take(host.url("private"));

        assertThat(before.outcome()).isEqualTo(Outcome.FORBIDDEN);
        assertThat(before.toString()).doesNotContain("secret");
        assertThat(after.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(after.seenAs()).isEqualTo("handback");
    }

    private static Path bundle(Taken taken) {
        return taken.file(HeldFile.BUNDLE).orElseThrow().path();
    }

    private static String manifest(Taken taken) throws Exception {
        return Files.readString(taken.file(HeldFile.MANIFEST).orElseThrow().path());
    }

    private static String refsOf(Path repository) {
        return git(repository, "for-each-ref");
    }
}
