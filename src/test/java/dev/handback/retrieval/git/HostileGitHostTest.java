package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.demo.GitHost;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Servers that refuse, fail, lie or attack: each gets its own answer, and never a secret. */
class HostileGitHostTest {

    private final Path folder;
    private final RepositoryRecipes recipes;
    private final GitHost host;
    private final Attempts attempts;

    HostileGitHostTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        recipes = new RepositoryRecipes(folder);
        host = GitHost.start(folder);
        attempts = new Attempts(folder);
        attempts.password = "canary-secret";
    }

    @AfterEach
    void stopVendor() throws Exception {
        host.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, FORBIDDEN, HTTP_401",
        "403, FORBIDDEN, HTTP_403",
        "404, GONE, HTTP_404",
        "410, GONE, HTTP_410",
        "429, UNREACHABLE, HTTP_429",
        "500, UNREACHABLE, HTTP_500",
        "503, UNREACHABLE, HTTP_503"
    })
    void tellsStatusesApart(int status, Outcome outcome, String code) throws Exception {
        recipes.good("good");
        host.answer("good", status);

        assertEnded(attempts.take(host.url("good")), outcome, code);
    }

    @Test
    void callsARepositoryGoneThatDoesNotExist() throws Exception {
        assertEnded(attempts.take(host.url("nothing")), Outcome.GONE, "HTTP_404");
    }

    @Test
    void callsAClosedPortUnreachable() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertEnded(attempts.take("http://127.0.0.1:" + port + "/a.git"), Outcome.UNREACHABLE, "CONNECTION_REFUSED");
    }

    @Test
    void callsAnUnknownHostUnreachable() throws Exception {
        assertEnded(attempts.take("https://vendor.invalid/a.git"), Outcome.UNREACHABLE, "HOST_UNKNOWN");
    }

    @Test
    void callsASilentServerUnreachable() throws Exception {
        attempts.limits = limits(50, 20, 100_000, Duration.ofMillis(300), Duration.ofSeconds(30));
        try (var silent = new ScriptedGitHost(Map.of())) {
            silent.silentMillis = 3_000;

            assertEnded(attempts.take(silent.url()), Outcome.UNREACHABLE, "TIMEOUT");
        }
    }

    @Test
    void cutsOffAServerThatTakesTooLong() throws Exception {
        attempts.limits = limits(50, 20, 100_000, Duration.ofSeconds(30), Duration.ofMillis(500));
        try (var silent = new ScriptedGitHost(Map.of())) {
            silent.silentMillis = 4_000;

            assertEnded(attempts.take(silent.url()), Outcome.HOSTILE, "TIME_LIMIT");
        }
    }

    @Test
    void stopsSoonAfterItsThreadIsInterrupted() throws Exception {
        try (var silent = new ScriptedGitHost(Map.of())) {
            silent.silentMillis = 4_000;
            Thread self = Thread.currentThread();
            var other = new Thread(() -> {
                try {
                    Thread.sleep(300);
                } catch (InterruptedException e) {
                    return;
                }
                self.interrupt();
            });
            other.start();

            assertThatThrownBy(() -> attempts.take(silent.url())).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void neverFollowsARedirectNorShowsItsSecretThere() throws Exception {
        recipes.good("good");
        try (var canary = GitHost.start(folder)) {
            host.redirect("good", canary.url("good") + "?token=t0ken");

            RetrievalOutcome outcome = attempts.take(host.url("good"));

            assertEnded(outcome, Outcome.HOSTILE, "REDIRECT_REFUSED");
            assertThat(outcome.findings().get(0).detail())
                    .contains(canary.url("good"))
                    .doesNotContain("t0ken");
            assertThat(canary.requests()).isEmpty();
            assertThat(host.credentials()).isNotEmpty();
        }
    }

    @Test
    void showsItsSecretToNobodyWithoutATrustedCertificate() throws Exception {
        try (var self = new SelfSignedHost(folder)) {
            assertEnded(attempts.take(self.url()), Outcome.UNREACHABLE, "TLS_REFUSED");
            assertThat(self.requests()).isZero();
        }
    }

    @Test
    void asksForNothingOutsideTheConnection() throws Exception {
        recipes.good("good");

        RetrievalOutcome outcome = attempts.take(host.url("good"), host.origin() + "/team");

        assertEnded(outcome, Outcome.HOSTILE, "NOT_BELOW_CONNECTION");
        assertThat(host.requests()).isEmpty();
    }

    @Test
    void doesNotRepeatAPasswordThatALocatorCarries() throws Exception {
        RetrievalOutcome outcome = attempts.take("https://user:canary-secret@vendor.example/a.git", host.origin());

        assertEnded(outcome, Outcome.HOSTILE, "LOCATOR_WITH_CREDENTIALS");
    }

    @Test
    void saysThatASha256RepositoryIsNotSupported() throws Exception {
        git(folder, "init", "-q", "--bare", "--object-format=sha256", "new.git");
        recipes.good("filled");
        try (var nativeHost = new NativeGitHost(folder)) {
            assertEnded(attempts.take(nativeHost.url("new")), Outcome.UNSUPPORTED, "OBJECT_FORMAT_UNSUPPORTED");
        }
    }

    @Test
    void saysThatALoginPageIsNoGitServer() throws Exception {
        try (var page = new ScriptedGitHost(Map.of())) {
            page.contentType = "text/html";

            assertEnded(attempts.take(page.url()), Outcome.UNSUPPORTED, "NO_SMART_GIT_SERVER");
        }
    }

    @Test
    void refusesARefNameThatWouldWriteIntoTheBundlesHeader() throws Exception {
        String id = "1234567890123456789012345678901234567890";
        try (var liar = new ScriptedGitHost(Map.of("refs/heads/a\n" + id + " refs/heads/b", id))) {
            assertEnded(attempts.take(liar.url()), Outcome.HOSTILE, "REF_NAME_REFUSED");
        }
    }

    /** No git can hold both, and a bundle of both could be opened by nobody. */
    @Test
    void refusesRefsThatNoGitHoldsTogether() throws Exception {
        String id = "1234567890123456789012345678901234567890";
        try (var liar = new ScriptedGitHost(Map.of("refs/heads/a", id, "refs/heads/a/b", id))) {
            RetrievalOutcome outcome = attempts.take(liar.url());

            assertEnded(outcome, Outcome.HOSTILE, "REF_NAME_REFUSED");
            assertThat(outcome.findings().get(0).detail()).contains("refs/heads/a ", "refs/heads/a/b");
        }
    }

    @ParameterizedTest
    @CsvSource({"x/, 3000", "x, 251"})
    void refusesARefNameThatNoFileCanHave(String part, int times) throws Exception {
        String id = "1234567890123456789012345678901234567890";
        try (var liar = new ScriptedGitHost(Map.of("refs/heads/" + part.repeat(times) + "y", id))) {
            assertEnded(attempts.take(liar.url()), Outcome.HOSTILE, "REF_NAME_REFUSED");
        }
    }

    @Test
    void believesTheObjectsAndNotTheServerAboutWhatATagPointsAt() throws Exception {
        Path repository = recipes.good("good");
        var refs = refsOf(repository);
        String tagged = git(repository, "rev-parse", "v1^{}");
        refs.put("refs/tags/v1^{}", "1234567890123456789012345678901234567890");
        try (Served served = new Served(refs, packOf(repository))) {
            RetrievalOutcome outcome = attempts.take(served.host().url());

            assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("PEELED_DIFFERS");
                assertThat(finding.detail())
                        .contains("refs/tags/v1", "1234567890123456789012345678901234567890", tagged);
            });
            assertThat(outcome.taken().orElseThrow().refs())
                    .filteredOn(ref -> ref.type().equals("tag"))
                    .extracting("peeled")
                    .containsExactly(tagged);
        }
    }

    @Test
    void cutsOffAServerThatDripsItsPack() throws Exception {
        attempts.limits = limits(50, 20, 100_000, Duration.ofSeconds(1), Duration.ofSeconds(30));
        try (Served served = serve("good")) {
            served.host().dripMillis = 20;

            assertEnded(attempts.take(served.host().url()), Outcome.UNREACHABLE, "TOO_SLOW");
        }
    }

    @Test
    @Timeout(15)
    void cutsOffAServerThatDripsItsListOfRefs() throws Exception {
        attempts.limits = limits(50, 20, 100_000, Duration.ofSeconds(1), Duration.ofSeconds(30));
        try (Served served = serve("good")) {
            served.host().offerDripMillis = 20;

            assertEnded(attempts.take(served.host().url()), Outcome.UNREACHABLE, "TOO_SLOW");
        }
    }

    /** The client reads a head byte by byte, as far as it goes. */
    @Test
    @Timeout(15)
    void cutsOffAServerThatDripsTheHeadOfItsAnswer() throws Exception {
        attempts.limits = limits(50, 20, 100_000, Duration.ofSeconds(1), Duration.ofSeconds(30));
        try (var raw = new RawHost("HTTP/1.1 200 OK\r\nX-Long: ", 20)) {
            assertEnded(attempts.take(raw.url()), Outcome.UNREACHABLE, "TOO_SLOW");
        }
    }

    @Test
    void refusesAHeadThatNeverEnds() throws Exception {
        try (var raw = new RawHost("HTTP/1.1 200 OK\r\nX-Long: ", 0)) {
            assertEnded(attempts.take(raw.url()), Outcome.HOSTILE, "ANSWER_TOO_LONG");
        }
    }

    /** What an overtaken round took may be all that anybody ever has of it. */
    @ParameterizedTest
    @CsvSource({"1, UNREACHABLE", "2, UNREACHABLE", "1, EMPTY"})
    void keepsWhatItTookFromARepositoryThatMovedAndThenWentAway(int rounds, Outcome end) throws Exception {
        Path repository = recipes.good("moving");
        try (var nativeHost = new NativeGitHost(folder)) {
            var left = new java.util.concurrent.atomic.AtomicInteger(rounds);
            nativeHost.afterEachPack(() -> {
                recipes.commit("moving", "main", "late", "late" + left, "late");
                if (left.decrementAndGet() == 0) nativeHost.afterEachPack(() -> {});
            });
            nativeHost.beforePack(() -> {
                if (left.get() > 0) return;
                if (end == Outcome.EMPTY)
                    for (var ref : refsOf(repository).keySet()) git(repository, "update-ref", "-d", ref);
                else throw new IllegalStateException("the vendor pulls the plug");
            });

            RetrievalOutcome outcome = attempts.take(nativeHost.url("moving"));

            assertThat(outcome.outcome()).isEqualTo(end);
            var taken = outcome.taken().orElseThrow();
            assertThat(taken.files()).extracting("name").contains(end == Outcome.EMPTY ? "overtaken-1" : "bundle");
            if (end == Outcome.EMPTY) return;
            assertThat(taken.refs()).isNotEmpty();
            assertThat(attempts.cloneOf(taken.file("bundle").orElseThrow().path())
                            .resolve("packed-refs"))
                    .exists();
            assertThat(taken.files())
                    .filteredOn(file -> file.name().startsWith("overtaken"))
                    .hasSize(rounds - 1);
        }
    }

    @Test
    void refusesMoreRefsThanAllowed() throws Exception {
        var refs = new LinkedHashMap<String, String>();
        for (int i = 0; i <= 1_000; i++) refs.put("refs/heads/b" + i, "1234567890123456789012345678901234567890");
        try (var many = new ScriptedGitHost(refs)) {
            assertEnded(attempts.take(many.url()), Outcome.HOSTILE, "TOO_MANY_REFS");
        }
    }

    @Test
    void refusesALargerObjectThanAllowed() throws Exception {
        recipes.good("large");
        recipes.commit("large", "main", "zeros", "zeros", "0".repeat(3 << 20));
        attempts.limits = limits(50, 2, 100_000, Duration.ofSeconds(5), Duration.ofSeconds(30));

        assertEnded(attempts.take(host.url("large")), Outcome.HOSTILE, "OBJECT_TOO_LARGE");
    }

    @Test
    void refusesALargerPackThanAllowed() throws Exception {
        recipes.good("large");
        byte[] noise = new byte[3 << 20];
        new java.util.Random(1).nextBytes(noise);
        recipes.commit("large", "main", "noise", "noise", new String(noise, StandardCharsets.ISO_8859_1));
        attempts.limits = limits(1, 20, 100_000, Duration.ofSeconds(5), Duration.ofSeconds(30));

        assertEnded(attempts.take(host.url("large")), Outcome.HOSTILE, "PACK_TOO_LARGE");
    }

    @Test
    void refusesAPackThatClaimsTooManyObjectsBeforeMakingRoomForThem() throws Exception {
        Served served = serve("good");
        served.host().pack[8] = 0x7f;
        try (served) {
            assertEnded(attempts.take(served.host().url()), Outcome.HOSTILE, "TOO_MANY_OBJECTS");
        }
    }

    @Test
    void callsAFlippedBitCorrupt() throws Exception {
        try (Served served = serve("good")) {
            byte[] pack = served.host().pack;
            pack[pack.length - 40] ^= 0x10;

            RetrievalOutcome outcome = attempts.take(served.host().url());

            assertThat(outcome.outcome()).isEqualTo(Outcome.CORRUPT);
            assertThat(outcome.taken()).isEmpty();
        }
    }

    @Test
    void callsAPackThatEndsTooEarlyCorrupt() throws Exception {
        try (Served served = serve("good")) {
            served.host().pack = Arrays.copyOf(served.host().pack, served.host().pack.length - 30);

            assertEnded(attempts.take(served.host().url()), Outcome.CORRUPT, "PACK_TRUNCATED");
        }
    }

    @Test
    void callsAConnectionThatBreaksUnreachable() throws Exception {
        try (Served served = serve("good")) {
            served.host().pack = Arrays.copyOf(served.host().pack, served.host().pack.length - 30);
            served.host().claimedMore = 30;

            assertEnded(attempts.take(served.host().url()), Outcome.UNREACHABLE, "CONNECTION_LOST");
        }
    }

    /** C git's server stops in the middle when an object is gone from its disk; half of it is nothing. */
    @Test
    void callsARepositoryCorruptThatItsOwnServerCannotRead() throws Exception {
        Path repository = recipes.good("lost");
        String lost = git(repository, "rev-parse", "main:README");
        Files.delete(repository.resolve("objects/" + lost.substring(0, 2) + "/" + lost.substring(2)));
        try (var nativeHost = new NativeGitHost(folder)) {
            assertEnded(attempts.take(nativeHost.url("lost")), Outcome.CORRUPT, "REMOTE_ERROR");
        }
    }

    @Test
    void takesWhatComesAndNamesTheObjectsThatDidNot() throws Exception {
        Path repository = recipes.good("holes");
        String lost = git(repository, "rev-parse", "main:README");
        try (Served served = serve("holes", lost)) {
            RetrievalOutcome outcome = attempts.take(served.host().url());

            assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
            assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("OBJECTS_MISSING");
                assertThat(finding.detail()).contains(lost);
            });
            assertThat(outcome.taken().orElseThrow().file("bundle")).isPresent();
        }
    }

    @Test
    void doesNotMissWhatOnlyUnwantedObjectsNeed() throws Exception {
        Path repository = recipes.good("extra");
        String lost = recipes.blob("extra", "lost");
        recipes.commit("extra", "unwanted", "extra", "lost", "lost");
        var packed = packOf(repository, lost);
        git(repository, "update-ref", "-d", "refs/heads/unwanted");
        try (Served served = new Served(refsOf(repository), packed)) {
            RetrievalOutcome outcome = attempts.take(served.host().url());

            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        }
    }

    @Test
    void stopsBeforeTheDiskIsFull() throws Exception {
        recipes.good("good");
        var l = Attempts.LIMITS;
        attempts.limits = new GitLimits(
                l.maxPack(),
                l.maxContent(),
                l.maxObject(),
                l.maxObjects(),
                l.maxRefs(),
                l.maxAdvertisement(),
                l.connect(),
                l.stall(),
                l.wallTime(),
                DataSize.ofTerabytes(100_000),
                l.rounds(),
                l.lfs());

        assertEnded(attempts.take(host.url("good")), Outcome.FAILED, "DISK_SPACE");
    }

    @Test
    void failsWhenItsOwnSecretCannotBeRead() throws Exception {
        recipes.good("good");
        attempts.password = "";

        assertEnded(attempts.take(host.url("good")), Outcome.FAILED, "SECRET_UNREADABLE");
    }

    private static void assertEnded(RetrievalOutcome outcome, Outcome expected, String code) {
        assertThat(outcome.findings()).extracting("code").containsExactly(code);
        assertThat(outcome.outcome()).isEqualTo(expected);
        assertThat(outcome.taken()).isEmpty();
        assertThat(outcome.toString()).doesNotContain("canary-secret");
    }

    private static GitLimits limits(int packMb, int objectMb, long objects, Duration stall, Duration wallTime) {
        var l = Attempts.LIMITS;
        return new GitLimits(
                DataSize.ofMegabytes(packMb),
                l.maxContent(),
                DataSize.ofMegabytes(objectMb),
                objects,
                l.maxRefs(),
                l.maxAdvertisement(),
                l.connect(),
                stall,
                wallTime,
                l.keepFree(),
                l.rounds(),
                l.lfs());
    }

    /** A scripted server with a repository's refs and a pack of its objects. */
    private record Served(ScriptedGitHost host) implements AutoCloseable {
        Served(Map<String, String> refs, byte[] pack) throws Exception {
            this(new ScriptedGitHost(refs));
            host.pack = pack;
        }

        @Override
        public void close() {
            host.close();
        }
    }

    private Served serve(String name, String... without) throws Exception {
        Path repository = without.length == 0 ? recipes.good(name) : recipes.path(name);
        return new Served(refsOf(repository), packOf(repository, without));
    }

    private static Map<String, String> refsOf(Path repository) {
        var refs = new LinkedHashMap<String, String>();
        git(repository, "for-each-ref", "--format=%(refname) %(objectname)")
                .lines()
                .forEach(line -> refs.put(line.split(" ")[0], line.split(" ")[1]));
        return refs;
    }

    private static byte[] packOf(Path repository, String... without) {
        String objects = git(repository, "rev-list", "--all", "--objects", "--no-object-names");
        String kept = objects.lines()
                .filter(id -> !Arrays.asList(without).contains(id))
                .reduce("", (a, b) -> a + b + "\n");
        return RepositoryRecipes.runRaw(
                repository, kept.getBytes(StandardCharsets.US_ASCII), "pack-objects", "--stdout", "-q", "--depth=0");
    }
}
