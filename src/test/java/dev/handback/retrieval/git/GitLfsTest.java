package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.LfsVendor.oid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.vault.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Git LFS: all that history points at comes home checked, or is named as missing; tokens stay where they belong. */
class GitLfsTest {

    private final RepositoryRecipes recipes;
    private final NativeGitHost host;
    private final LfsVendor vendor = new LfsVendor();
    private final Attempts attempts;

    GitLfsTest(@TempDir Path folder) throws Exception {
        recipes = new RepositoryRecipes(folder);
        recipes.good("films");
        host = new NativeGitHost(folder);
        host.lfs = vendor;
        attempts = new Attempts(folder);
        attempts.password = "canary-secret";
    }

    @AfterEach
    void stopVendor() {
        host.close();
    }

    @Test
    void takesTheObjectsOfAllHistory() throws Exception {
        film("main", "first cut");
        film("main", "final cut");
        film("trailer", "trailer");

        RetrievalOutcome outcome = take();

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        Taken taken = outcome.taken().orElseThrow();
        assertThat(taken.lfs())
                .extracting(HeldLfs::oid)
                .containsExactlyInAnyOrder(oid("first cut"), oid("final cut"), oid("trailer"))
                .isSorted();
        assertThat(taken.lfsObjects()).isEqualTo(3);
        assertThat(taken.lfsBytes()).isEqualTo("first cut".length() + "final cut".length() + "trailer".length());
        assertThat(attempts.vault.find(Sha256.of("first cut")))
                .contains(new Stored(Sha256.of("first cut"), "first cut".length()));
        assertThat(manifest(taken))
                .contains("\"lfs\":3", "{\"lfs\":\"" + oid("trailer") + "\",\"size\":7,\"held\":true}\n");
    }

    @Test
    void keepsTheContentDigestOfARepositoryWithoutPointers() throws Exception {
        Taken taken = take().taken().orElseThrow();

        assertThat(manifest(taken)).startsWith("{\"manifest\":\"handback-git/1\",\"refs\":5,\"swhid\":\"swh:1:snp:");
        assertThat(manifest(taken)).doesNotContain("lfs");
        // what it was before Git LFS was known here: a check of the same content must be carried forward
        assertThat(taken.contentDigest().hex())
                .isEqualTo("c0d193c616f7295758f7903f0a1f4c854112eaffd3cc418a881d660cb7d7ea0c");
        assertThat(taken.lfsObjects()).isNull();
        assertThat(vendor.batches).isEmpty();
    }

    @Test
    void findsTheSameDigestAgainWithoutFetchingTwice() throws Exception {
        film("main", "first cut");
        Taken first = take().taken().orElseThrow();

        RetrievalOutcome again = take();

        assertThat(again.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(again.taken().orElseThrow().contentDigest()).isEqualTo(first.contentDigest());
        assertThat(vendor.downloads).hasSize(1);
    }

    @Test
    void namesWhatTheServerDoesNotHave() throws Exception {
        film("main", "first cut");
        recipes.commit("films", "main", "lost", "cut/lost.mov", LfsVendor.POINTER.formatted(oid("lost"), 4));

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("LFS_OBJECT_MISSING");
            assertThat(finding.detail())
                    .contains(oid("lost"), "cut/lost.mov", "expected 4 bytes", "answers 404 Object does not exist");
        });
        assertThat(manifest(outcome.taken().orElseThrow()))
                .contains("\"whole\":false", "{\"lfs\":\"" + oid("lost") + "\",\"size\":4,\"held\":false}");
        assertThat(attempts.vault.find(Sha256.of("first cut"))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "404, LFS_OBJECT_MISSING",
        "410, LFS_OBJECT_REMOVED",
        "403, LFS_OBJECT_FORBIDDEN",
        "422, LFS_OBJECT_REFUSED"
    })
    void tellsTheServersReasonsApart(int status, String code) throws Exception {
        film("main", "first cut");
        vendor.answers = (oid, row) -> {
            row.remove("actions");
            row.putObject("error").put("code", status).put("message", "no");
        };

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"firsT cut", "first", "first cut and much more"})
    void keepsNothingThatDiffersFromItsPointer(String other) throws Exception {
        film("main", "first cut");
        vendor.sender = (oid, exchange) -> {
            byte[] body = other.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            return true;
        };

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("LFS_OBJECT_DIFFERS");
            assertThat(finding.detail()).contains("expected 9 bytes");
        });
        assertThat(attempts.vault.find(Sha256.of(other))).isEmpty();
        assertThat(attempts.vault.find(Sha256.of("first cut"))).isEmpty();
    }

    @Test
    void stopsReadingAnEndlessObject() throws Exception {
        film("main", "first cut");
        var sent = new java.util.concurrent.atomic.AtomicLong();
        vendor.sender = (oid, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 16];
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    out.write(much);
                    sent.addAndGet(much.length);
                }
            }
            return true;
        };

        RetrievalOutcome outcome = take();

        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_OBJECT_DIFFERS");
        assertThat(sent).hasValueLessThan(100 << 20);
    }

    @Test
    @Timeout(40)
    void cutsOffAServerThatDripsAnObject() throws Exception {
        attempts.limits = impatient();
        film("main", "x".repeat(100_000));
        vendor.sender = (oid, exchange) -> {
            LfsVendor.drip(exchange, 100_000);
            return true;
        };

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings())
                .anyMatch(f ->
                        f.code().equals("LFS_OBJECT_UNREACHABLE") && f.detail().contains("bytes in"));
    }

    @Test
    @Timeout(40)
    void cutsOffAServerThatDripsItsListOfObjects() throws Exception {
        attempts.limits = impatient();
        film("main", "first cut");
        vendor.dripBatches = true;

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").contains("TOO_SLOW");
    }

    @Test
    void fetchesAnewWhatALineCutOrChanged() throws Exception {
        film("main", "first cut");
        var bad = new java.util.concurrent.atomic.AtomicInteger();
        vendor.sender = (oid, exchange) -> {
            int time = bad.incrementAndGet();
            if (time > 2) return false;
            exchange.sendResponseHeaders(200, "first cut".length());
            exchange.getResponseBody().write((time == 1 ? "first" : "first_cut").getBytes(StandardCharsets.UTF_8));
            return true;
        };

        assertThat(take().outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(vendor.downloads).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void asksABusyServerAgain(int status) throws Exception {
        film("main", "first cut");
        vendor.batchStatuses.addAll(List.of(status, status));
        vendor.downloadStatuses.addAll(List.of(status, status));

        assertThat(take().outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(vendor.batches).hasSize(3);
        assertThat(vendor.downloads).hasSize(3);
    }

    @Test
    void stopsAskingAServerThatStaysBusyAndKeepsTheRepository() throws Exception {
        film("main", "first cut");
        vendor.batchStatuses.addAll(List.of(503, 503, 503, 503));

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_HTTP_503", "LFS_NOT_FETCHED");
        assertThat(vendor.batches).hasSize(3);
        assertThat(outcome.taken().orElseThrow().file(HeldFile.BUNDLE)).isPresent();
    }

    @Test
    void doesNotTryThousandsOfObjectsThatNobodyAnswers() throws Exception {
        for (int i = 0; i < 20; i++) film("main", "cut " + i);
        vendor.sender = (oid, exchange) -> {
            exchange.sendResponseHeaders(503, -1);
            return true;
        };

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings())
                .extracting("code")
                .containsExactlyInAnyOrder("LFS_UNREACHABLE", "LFS_OBJECT_UNREACHABLE", "LFS_NOT_FETCHED");
        // three objects end so, and those that were asked for at the same time may do too
        int atOnce = attempts.limits.lfs().parallel();
        assertThat(vendor.downloads)
                .hasSizeBetween(9, (3 + atOnce) * attempts.limits.lfs().tries());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void stopsTheConnectionWhenItsCredentialIsRefused(int status) throws Exception {
        film("main", "first cut");
        vendor.batchStatuses.add(status);

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.FORBIDDEN);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_HTTP_" + status, "LFS_NOT_FETCHED");
        assertThat(vendor.batches).hasSize(1);
        assertThat(outcome.taken().orElseThrow().file(HeldFile.BUNDLE)).isPresent();
    }

    @Test
    void saysThatAServerHasNoLfs() throws Exception {
        film("main", "first cut");
        vendor.batchStatuses.add(404);

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_NOT_OFFERED", "LFS_NOT_FETCHED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>login</html>", "{}", "{\"objects\":7}", ""})
    void doesNotUnderstandWhatIsNoAnswer(String answer) throws Exception {
        film("main", "first cut");
        vendor.batchAnswer = answer;

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_ANSWER_BROKEN", "LFS_NOT_FETCHED");
    }

    @Test
    void noticesAnAnswerThatSpeaksOfOtherObjects() throws Exception {
        film("main", "first cut");
        vendor.batchAnswer = "{\"objects\":[{\"oid\":\"" + oid("other") + "\",\"size\":5}]}";

        assertThat(take().findings()).extracting("code").containsExactly("LFS_OBJECT_UNANSWERED");
    }

    @Test
    void goesNowhereThatTheConnectionDoesNotAllow() throws Exception {
        film("main", "first cut");
        var canary = new LfsVendor();
        var elsewhere = canary.elsewhere();
        vendor.storage = LfsVendor.url(elsewhere);

        RetrievalOutcome outcome = take();

        elsewhere.stop(0);
        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("LFS_HREF_REFUSED");
            assertThat(finding.detail()).contains(LfsVendor.url(elsewhere), "lies below no url of connection vendor");
        });
        assertThat(canary.downloads).isEmpty();
    }

    @Test
    void fetchesFromAnAllowedStoreWithItsOwnHeadersAndWithoutOurCredential() throws Exception {
        film("main", "first cut");
        vendor.add("first cut");
        var elsewhere = vendor.elsewhere();
        attempts.alsoAllowed = List.of(LfsVendor.url(elsewhere));
        vendor.storage = LfsVendor.url(elsewhere);
        vendor.answers = (oid, row) -> LfsVendor.download(row)
                .putObject("header")
                .put("Authorization", "Bearer st0re")
                .put("Host", "evil.example")
                .put("Content-Length", "7");

        RetrievalOutcome outcome = take();

        elsewhere.stop(0);
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(vendor.downloadCredentials).containsExactly("Bearer st0re");
        assertThat(vendor.batchCredentials).singleElement().asString().startsWith("Basic ");
    }

    @Test
    void sendsOurCredentialOnlyToTheRepositorysOwnOrigin() throws Exception {
        film("main", "first cut");
        film("main", "final cut");
        var elsewhere = vendor.elsewhere();
        attempts.alsoAllowed = List.of(LfsVendor.url(elsewhere));
        vendor.answers = (oid, row) -> {
            if (oid.equals(oid("final cut"))) LfsVendor.download(row).put("href", LfsVendor.url(elsewhere) + "/" + oid);
        };

        assertThat(take().outcome()).isEqualTo(Outcome.VERIFIED);
        elsewhere.stop(0);
        int other = vendor.downloads.indexOf(oid("final cut"));
        assertThat(vendor.downloadCredentials.get(other)).isEqualTo("null");
        assertThat(vendor.downloadCredentials.get(1 - other)).startsWith("Basic ");
    }

    @Test
    void followsNoRedirectOfADownload() throws Exception {
        film("main", "first cut");
        var canary = new LfsVendor();
        var elsewhere = canary.elsewhere();
        vendor.sender = (oid, exchange) -> {
            exchange.getResponseHeaders().add("Location", LfsVendor.url(elsewhere) + "/" + oid);
            exchange.sendResponseHeaders(302, -1);
            return true;
        };

        RetrievalOutcome outcome = take();

        elsewhere.stop(0);
        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_OBJECT_REFUSED");
        assertThat(canary.downloads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "http://user:pw@127.0.0.1/x",
                "http://169.254.169.254/latest/meta-data",
                "/relative",
                "ssh://127.0.0.1/x",
                "http://127.0.0.1/a?b#c",
                "http://2130706433/x",
                ""
            })
    void refusesAddressesThatAreNoPlainOnes(String href) throws Exception {
        film("main", "first cut");
        vendor.answers = (oid, row) -> LfsVendor.download(row).put("href", href);

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_HREF_REFUSED");
    }

    @Test
    void refusesAHeaderThatWouldBeginAnotherRequest() throws Exception {
        film("main", "first cut");
        vendor.answers =
                (oid, row) -> LfsVendor.download(row).putObject("header").put("X-A", "a\r\nHost: evil.example");

        assertThat(take().findings()).extracting("code").containsExactly("LFS_HREF_REFUSED");
        assertThat(vendor.downloads).isEmpty();
    }

    @Test
    void asksAgainForAnOfferThatEnded() throws Exception {
        film("main", "first cut");
        var time = new java.util.concurrent.atomic.AtomicInteger();
        vendor.answers = (oid, row) -> {
            if (time.incrementAndGet() == 1) LfsVendor.download(row).put("expires_in", -1);
            else LfsVendor.download(row).put("expires_at", "2030-01-01T00:00:00Z");
        };

        assertThat(take().outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(vendor.batches).containsExactly(1, 1);
        assertThat(vendor.downloads).hasSize(1);
    }

    @Test
    void asksAgainWhenASignedAddressIsRefusedAndThenNamesTheObject() throws Exception {
        film("main", "first cut");
        vendor.downloadStatuses.add(403);

        assertThat(take().outcome()).isEqualTo(Outcome.VERIFIED);

        film("main", "final cut");
        vendor.downloadStatuses.addAll(List.of(403, 403));
        RetrievalOutcome outcome = take();
        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_OBJECT_FORBIDDEN");
    }

    @Test
    void asksForAHundredAtATime() throws Exception {
        var tree = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            String blob = recipes.blob("films", vendor.add("scene " + i));
            tree.append("100644 blob ").append(blob).append("\tscene").append(i).append('\n');
        }
        Path repository = recipes.path("films");
        String id = RepositoryRecipes.run(repository, tree.toString().getBytes(StandardCharsets.UTF_8), "mktree");
        String commit = RepositoryRecipes.git(repository, "commit-tree", "-m", "scenes", id);
        RepositoryRecipes.git(repository, "update-ref", "refs/heads/scenes", commit);

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(vendor.batches).containsExactly(100, 1);
    }

    @Test
    void downloadsSeveralAtOnceAndNeverMoreThanAllowed() throws Exception {
        int allowed = attempts.limits.lfs().parallel();
        for (int i = 0; i < 3 * allowed; i++) film("main", "cut " + i);
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var allThere = new CyclicBarrier(allowed);
        vendor.sender = (oid, exchange) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                // a client that sends fewer at once never gets an answer
                allThere.await(4, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IOException(e);
            } finally {
                atOnce.decrementAndGet();
            }
            return false;
        };

        RetrievalOutcome outcome = take();

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(most).hasValue(allowed);
    }

    @Test
    void goesOnWhereAKilledAttemptStopped() throws Exception {
        for (int i = 0; i < 20; i++) film("main", "cut " + i);
        int atOnce = attempts.limits.lfs().parallel();
        Thread self = Thread.currentThread();
        var begun = new AtomicInteger();
        vendor.sender = (oid, exchange) -> {
            int number = begun.incrementAndGet();
            if (number == 10) self.interrupt();
            if (number >= 10) throw new IOException("the node is going down");
            return false;
        };
        assertThatThrownBy(this::take).isInstanceOf(InterruptedException.class);
        vendor.sender = (oid, exchange) -> false;
        int held = (int) vendor.downloads.stream()
                .filter(oid -> attempts.vault.find(Sha256.parse(oid)).isPresent())
                .count();

        RetrievalOutcome outcome = take();

        assertThat(held).isBetween(10 - atOnce, 9);
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(vendor.batches).containsExactly(20, 20 - held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version https://git-lfs.github.com/spec/v1\next-0-crypt sha256:%2$064d\noid sha256:%1$s\nsize 9\n",
                "version https://hawser.github.com/spec/v1\noid sha256:%1$s\nsize 9\n",
                "version http://git-media.io/v/2\noid sha256:%1$s\nsize 9\n",
                "version https://git-lfs.github.com/spec/v1\r\noid sha256:%1$s\r\nsize 9\r\n",
                // git-lfs reads each of these, though it writes none of them
                "\n\n  version https://git-lfs.github.com/spec/v1\noid sha256:%1$s\nsize 9\n",
                "\u00a0version https://git-lfs.github.com/spec/v1\noid sha256:%1$s\nsize 9\n",
                "version https://git-lfs.github.com/spec/v1\n\noid sha256:%1$s\nsize +009\n\n\n",
                "ext-0-crypt sha256:%1$s\nversion https://git-lfs.github.com/spec/v1\noid sha256:%1$s\nsize 9\n"
            })
    void overlooksNoUnusualPointer(String pointer) throws Exception {
        vendor.add("first cut");
        recipes.commit("films", "main", "film", "film.mov", pointer.formatted(oid("first cut"), 0));

        assertThat(take().taken().orElseThrow().lfsObjects()).isEqualTo(1);
    }

    @Test
    void mentionsAFileThatOnlyBeginsLikeAPointer() throws Exception {
        recipes.commit(
                "films", "main", "text", "doc", "version https://git-lfs.github.com/spec/v1\nis how one begins\n");

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_POINTER_UNREADABLE");
    }

    @Test
    void believesNoPointerThatLiesAboutTheSize() throws Exception {
        film("main", "first cut");
        recipes.commit("films", "main", "lie", "lie.mov", LfsVendor.POINTER.formatted(oid("first cut"), 12));

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings())
                .extracting("code")
                .containsExactlyInAnyOrder("LFS_OBJECT_DIFFERS", "LFS_POINTERS_DISAGREE");
    }

    @Test
    void refusesMoreThanAllowedAndKeepsTheRepository() throws Exception {
        film("main", "first cut");
        attempts.limits = with(new LfsLimits(
                10,
                DataSize.ofBytes(8),
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(9),
                1,
                1,
                Duration.ZERO,
                Duration.ZERO));

        RetrievalOutcome outcome = take();

        assertThat(outcome.outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(outcome.findings()).extracting("code").containsExactly("LFS_OBJECT_TOO_LARGE", "LFS_NOT_FETCHED");
        assertThat(outcome.taken().orElseThrow().file(HeldFile.BUNDLE)).isPresent();
        assertThat(vendor.batches).isEmpty();
    }

    private static GitLimits impatient() {
        var l = Attempts.LIMITS;
        return new GitLimits(
                l.maxPack(),
                l.maxContent(),
                l.maxObject(),
                l.maxObjects(),
                l.maxRefs(),
                l.maxAdvertisement(),
                l.connect(),
                Duration.ofSeconds(1),
                l.wallTime(),
                l.keepFree(),
                l.rounds(),
                l.lfs());
    }

    private void film(String branch, String content) {
        recipes.commit("films", branch, content, "film.mov", vendor.add(content));
    }

    private RetrievalOutcome take() throws Exception {
        RetrievalOutcome outcome = attempts.take(host.url("films"));
        assertThat(outcome.toString()).doesNotContain("canary-secret", "t0ken", "st0re");
        return outcome;
    }

    private static String manifest(Taken taken) throws Exception {
        return Files.readString(taken.file(HeldFile.MANIFEST).orElseThrow().path());
    }

    private static GitLimits with(LfsLimits lfs) {
        var l = Attempts.LIMITS;
        return new GitLimits(
                l.maxPack(),
                l.maxContent(),
                l.maxObject(),
                l.maxObjects(),
                l.maxRefs(),
                l.maxAdvertisement(),
                l.connect(),
                l.stall(),
                l.wallTime(),
                l.keepFree(),
                l.rounds(),
                lfs);
    }
}
