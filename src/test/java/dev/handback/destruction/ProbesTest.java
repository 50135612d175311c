package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.demo.DemoRepositories;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.destruction.Probe.Result;
import dev.handback.retrieval.git.OpenSshHost;
import dev.handback.retrieval.git.SshClientFiles;
import dev.handback.retrieval.s3.VendorBucket;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a real git server and a real S3 server before and after the vendor did what it did. */
class ProbesTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Path folder;
    private static GitHost host;
    private static S3Host store;
    private static OpenSshHost ssh;
    private static TestRooms rooms;
    private static Probes probes;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        folder = Files.createDirectory(home.resolve("repositories"));
        host = GitHost.start(folder);
        store = S3Host.start(home);
        var settings = new HashMap<String, Object>();
        settings.putAll(connection("git", "git", "urls[0]", host.origin()));
        settings.put("handback.connections.git.username", "exit");
        settings.put("handback.connections.git.password-file", secret(home, "password", "git-canary"));
        settings.putAll(connection("agreed-git", "git", "urls[0]", host.origin()));
        settings.put("handback.connections.agreed-git.username", "exit");
        settings.put("handback.connections.agreed-git.password-file", home.resolve("password"));
        settings.put("handback.connections.agreed-git.controls[0]", host.url("stays"));
        var ours = SshClientFiles.with(home);
        ssh = new OpenSshHost(folder, ours.key, true, "ed25519");
        ours.pin(ssh.pinned(0));
        settings.putAll(connection("ssh-git", "git", "urls[0]", ssh.url("").replace("/.git", "")));
        settings.put("handback.connections.ssh-git.private-key-file", ours.key);
        settings.put("handback.connections.ssh-git.known-hosts-file", home.resolve("known_hosts"));
        settings.putAll(connection("open-git", "git", "urls[0]", host.origin()));
        settings.putAll(connection("dead-git", "git", "urls[0]", "http://127.0.0.1:1"));
        settings.putAll(connection("s3", "s3", "endpoint", store.endpoint()));
        settings.put("handback.connections.s3.access-key-file", secret(home, "access", S3Host.ACCESS_KEY));
        settings.put("handback.connections.s3.secret-key-file", secret(home, "secret", S3Host.SECRET_KEY));
        rooms = new TestRooms(DATABASE, home, settings);
        probes = rooms.get(Probes.class);
    }

    private static Map<String, Object> connection(String name, String kind, String where, String address) {
        var prefix = "handback.connections." + name + ".";
        return Map.of(
                prefix + "kind",
                kind,
                prefix + where,
                address,
                prefix + "allow-http",
                true,
                prefix + "allow-private-addresses",
                true);
    }

    private static Path secret(Path home, String name, String secret) throws IOException {
        return Files.writeString(home.resolve(name), secret);
    }

    @AfterAll
    static void close() throws Exception {
        rooms.close();
        ssh.close();
        store.close();
        host.close();
        DATABASE.close();
    }

    @Test
    void doesNotObserveARepositoryThatIsDeletedWhileWeAreShownAnotherBesideIt() throws Exception {
        var repository = protectedRepository();
        var beside = protectedRepository();
        var exit = exit("git", host.url(repository), host.url(beside));
        assertThat(look(exit, Purpose.CONTROL).result()).isEqualTo(Result.ANSWERS);

        delete(repository);

        var after = look(exit, Purpose.AFTER);
        assertThat(after.result()).isEqualTo(Result.NOT_OBSERVED);
        assertThat(after.worst().says())
                .contains("answered 404", "it was shown " + host.url(beside), "which strangers are refused");
        assertThat(answer(after)).contains("> GET " + host.url(repository), "> GET " + host.url(beside));
        assertThat(probes.list(exit.id(), "asset"))
                .extracting(ProbeRow::result)
                .containsExactly("NOT_OBSERVED", "ANSWERS");
    }

    @Test
    void doesNotTakeARightThatWasLostForErasure() throws Exception {
        var repository = protectedRepository();
        var beside = protectedRepository();
        var exit = exit("git", host.url(repository), host.url(beside));
        look(exit, Purpose.CONTROL);

        host.withdraw(repository);
        host.withdraw(beside);

        var after = look(exit, Purpose.AFTER);
        assertThat(after.result()).isEqualTo(Result.INDETERMINATE);
        assertThat(after.worst().code()).isEqualTo("GONE_OR_HIDDEN");
        assertThat(after.worst().says())
                .contains("erased or only hidden from us", "Expected: another repository beside", "actual: ")
                .contains(host.url(beside));
    }

    @Test
    void takesForAControlNeitherWhatStrangersSeeNorWhatLiesElsewhereNorTheSameByAnotherName() throws Exception {
        var repository = protectedRepository();
        var open = repository();
        var elsewhere = "elsewhere/" + protectedRepository("elsewhere/");
        var same = host.url(repository).replaceFirst("[.]git$", "");
        var exit = exit("git", host.url(repository), host.url(open), host.url(elsewhere), same);
        look(exit, Purpose.CONTROL);

        delete(repository);

        var after = look(exit, Purpose.AFTER);
        assertThat(after.worst().code()).isEqualTo("GONE_OR_HIDDEN");
        assertThat(after.worst().says()).endsWith("actual: " + host.url(open) + " answers strangers as well");
    }

    @Test
    void asksFirstForWhatTheHolderAgreedToLeave() throws Exception {
        Files.move(folder.resolve(repository() + ".git"), folder.resolve("stays.git"));
        host.protect("stays", "exit", "git-canary");
        var repository = protectedRepository();
        var exit = exit("agreed-git", "git-repository", host.url(repository), null);
        look(exit, Purpose.CONTROL);

        delete(repository);

        assertThat(look(exit, Purpose.AFTER).worst().says()).contains("it was shown " + host.url("stays"));
        host.answer("stays", 503);
        var unsure = look(exit, Purpose.AFTER);
        assertThat(unsure.result()).isEqualTo(Result.INDETERMINATE);
        assertThat(unsure.worst().says()).contains("actual: ", "503");
    }

    @Test
    void contradictsWithTheRefsWhileTheRepositoryAnswers() throws Exception {
        var exit = exit("git", "git-repository", host.url(protectedRepository()), null);

        var after = look(exit, Purpose.AFTER);

        assertThat(after.result()).isEqualTo(Result.CONTRADICTED);
        assertThat(after.worst().observed().toString()).contains("refs/heads/main");
        assertThat(answer(after))
                .contains("> GET http://127.0.0.1", "< HTTP/1.1 200", "refs/heads/main")
                .doesNotContain("Authorization", "git-canary", "Z2l0LWNhbmFyeQ");
    }

    @Test
    void contradictsWhileAnEmptiedRepositoryIsStillThere() throws Exception {
        var repository = protectedRepository();
        var exit = exit("git", "git-repository", host.url(repository), null);
        look(exit, Purpose.CONTROL);
        delete(repository);
        try (var empty = org.eclipse.jgit.api.Git.init()
                .setBare(true)
                .setDirectory(folder.resolve(repository + ".git").toFile())
                .call()) {
            assertThat(look(exit, Purpose.AFTER).worst().code()).isEqualTo("EMPTY_REPOSITORY_ANSWERS");
        }
    }

    @Test
    void cannotTellGoneFromHiddenWithoutAControl() throws Exception {
        var repository = protectedRepository();
        var exit = exit("git", host.url(repository), host.url(protectedRepository()));
        delete(repository);

        assertThat(look(exit, Purpose.CONTROL).result()).isEqualTo(Result.NOT_OBSERVED);
        var after = look(exit, Purpose.AFTER);

        assertThat(after.result()).isEqualTo(Result.INDETERMINATE);
        assertThat(after.worst().code()).isEqualTo("NO_CONTROL");
    }

    @Test
    void doesNotBelieveANotFoundThatEverybodyIsTold() throws Exception {
        var repository = protectedRepository();
        var exit = exit("git", "git-repository", host.url(repository), null);
        look(exit, Purpose.CONTROL);

        host.answer(repository, 404);

        assertThat(look(exit, Purpose.AFTER).worst().code()).isEqualTo("GONE_OR_HIDDEN");
    }

    @Test
    void isSeenOverSshUnderTheFingerprintOfItsKeySoThatAnotherKeyNeedsAControlOfItsOwn() throws Exception {
        var repository = repository();
        var exit = exit("ssh-git", ssh.url(repository), ssh.url(repository()));
        assertThat(look(exit, Purpose.CONTROL).seenAs())
                .startsWith(System.getProperty("user.name") + " with ssh-ed25519 SHA256:");

        delete(repository);

        var after = look(exit, Purpose.AFTER);
        assertThat(after.result()).isEqualTo(Result.NOT_OBSERVED);
        assertThat(after.worst().says()).contains("the credential still opens this place");
    }

    @Test
    void cannotTellErasedFromHiddenFromStrangersWithoutACredential() throws Exception {
        var repository = repository();
        var exit = exit("open-git", host.url(repository), host.url(repository()));
        look(exit, Purpose.CONTROL);

        delete(repository);

        var after = look(exit, Purpose.AFTER);
        assertThat(after.worst().code()).isEqualTo("GONE_OR_HIDDEN");
        assertThat(after.worst().says()).contains("expected: a connection with a credential");
    }

    @Test
    void leavesOpenWhatIsForbiddenLeadsElsewhereOrIsNotReached() throws Exception {
        var repository = protectedRepository();
        var exit = exit("git", "git-repository", host.url(repository), null);
        look(exit, Purpose.CONTROL);

        for (int status : new int[] {401, 403, 500, 503}) {
            host.answer(repository, status);
            var after = look(exit, Purpose.AFTER);
            assertThat(after.result()).isEqualTo(Result.INDETERMINATE);
            assertThat(after.worst().code()).isEqualTo("HTTP_" + status);
        }
        host.redirect(repository, "https://elsewhere.example/moved.git");
        assertThat(look(exit, Purpose.AFTER).worst().says()).contains("leads to https://elsewhere.example/moved.git");
        var dead = exit("dead-git", "git-repository", "http://127.0.0.1:1/repo.git", null);
        var unreached = look(dead, Purpose.AFTER);
        assertThat(unreached.worst().code()).isEqualTo("CONNECTION_REFUSED");
        assertThat(unreached.answer()).isNull();
    }

    @Test
    void contradictsWhenOneOfSeveralLocationsAnswers() throws Exception {
        var first = protectedRepository();
        var copy = protectedRepository();
        var exit = new TestExit(DATABASE);
        register(
                exit,
                "git",
                "git-repository",
                host.url(first),
                host.url(copy) + "; backup tapes in Pune; https://other.example/x");
        register(exit, "beside", "git", "git-repository", host.url(protectedRepository()), null);
        authorised(exit, "git");
        look(exit, Purpose.CONTROL);

        delete(first);

        var after = look(exit, Purpose.AFTER);
        assertThat(after.result()).isEqualTo(Result.CONTRADICTED);
        assertThat(after.looks()).extracting(Look::result).containsExactly(Result.NOT_OBSERVED, Result.CONTRADICTED);
        assertThat(after.worst().locator()).isEqualTo(host.url(copy));
        assertThat(after.notProbeable()).containsExactly("backup tapes in Pune", "https://other.example/x");
    }

    @Test
    void seesThroughDeleteMarkersToTheVersions() throws Exception {
        try (var bucket = VendorBucket.of(store, name())) {
            bucket.put("docs/a.txt", "first").put("docs/a.txt", "second");
            var exit = exit("s3", "s3-documents", "s3://" + bucket.name() + "/docs/", null);
            look(exit, Purpose.CONTROL);

            bucket.delete("docs/a.txt");

            var after = look(exit, Purpose.AFTER);
            assertThat(after.result()).isEqualTo(Result.CONTRADICTED);
            assertThat(after.worst().says()).contains("2 versions and 1 delete markers");
            assertThat(after.worst().observed().toString()).contains("docs/a.txt");
            assertThat(answer(after))
                    .contains("<ListVersionsResult", "docs/a.txt")
                    .doesNotContain("vendorsecret");
        }
    }

    @Test
    void contradictsWhileDeleteMarkersAloneAreLeft() throws Exception {
        try (var bucket = VendorBucket.of(store, name())) {
            var exit = exit("s3", "s3-documents", "s3://" + bucket.name(), null);
            bucket.put("a", "a");
            look(exit, Purpose.CONTROL);
            bucket.erase().delete("a");

            assertThat(look(exit, Purpose.AFTER).worst().code()).isEqualTo("MARKERS_ANSWER");
        }
    }

    @Test
    void contradictsWhilePartsOfAnUploadAreLeft() throws Exception {
        try (var bucket = VendorBucket.of(store, name())) {
            var exit = exit("s3", "s3-documents", "s3://" + bucket.name(), null);
            bucket.put("a", "a");
            look(exit, Purpose.CONTROL);
            bucket.erase().neverCompleted("half");

            assertThat(look(exit, Purpose.AFTER).worst().code()).isEqualTo("UPLOADS_ANSWER");
        }
    }

    @Test
    void doesNotObserveAnErasedBucketWhetherItIsStillThereOrNot() throws Exception {
        try (var bucket = VendorBucket.of(store, name())) {
            var exit = exit("s3", "s3-documents", "s3://" + bucket.name(), null);
            bucket.put("a", "a").delete("a");
            look(exit, Purpose.CONTROL);

            bucket.erase();
            var emptied = look(exit, Purpose.AFTER);
            bucket.drop();
            var gone = look(exit, Purpose.AFTER);

            assertThat(emptied.result()).isEqualTo(Result.NOT_OBSERVED);
            assertThat(emptied.worst().code()).isEqualTo("NOTHING_LISTED");
            assertThat(gone.result()).isEqualTo(Result.NOT_OBSERVED);
            assertThat(gone.worst().says()).contains("the name can be taken again");
        }
    }

    @Test
    void asksNothingBehindAShutGate() throws Exception {
        var exit = new TestExit(DATABASE);
        register(exit, "git", "git-repository", host.url(protectedRepository()), null);
        exit.agree();

        var probe = ask(exit, Purpose.CONTROL);

        assertThat(probe).isInstanceOfSatisfying(Probe.NotBegun.class, shut -> assertThat(shut.findings())
                .extracting(f -> f.code())
                .containsExactly("AUTHORITY_MISSING"));
        assertThat(probes.list(exit.id(), "asset")).isEmpty();
    }

    @Test
    void endsALookThatFailedByOurOwnFaultAsIndeterminate() throws Exception {
        var exit = exit("git", "git-repository", host.url(protectedRepository()), null);
        exit.insert(TestExit.SYSTEM, """
                insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                select exit_id, asset, 1, 'AFTER', connection, locator from handback.asset where exit_id = ?""", exit.id());
        assertThat(probes.list(exit.id(), "asset").get(0).result()).isNull();

        SystemActor.run(
                "test", () -> probes.recordFailure(exit.id(), "asset", Purpose.AFTER, "attempt 3 of 3: killed"));

        assertThat(probes.list(exit.id(), "asset").get(0).says()).isEqualTo("attempt 3 of 3: killed");
        assertThatThrownBy(() -> TestRooms.doing("lea", () -> probes.notObservable(exit.id(), "asset", " ")))
                .hasMessageContaining("expected why nothing of asset can be observed");
    }

    private static String name() {
        return "probed-" + NUMBER.incrementAndGet();
    }

    private static String repository() throws IOException {
        var name = name();
        var made = Files.createTempDirectory(folder, "made");
        DemoRepositories.website(made);
        Files.move(made.resolve("website.git"), folder.resolve(name + ".git"));
        return name;
    }

    private static String protectedRepository() throws IOException {
        return protectedRepository("");
    }

    private static String protectedRepository(String place) throws IOException {
        var name = repository();
        if (!place.isEmpty()) {
            Files.createDirectories(folder.resolve(place));
            Files.move(folder.resolve(name + ".git"), folder.resolve(place + name + ".git"));
        }
        host.protect(place + name, "exit", "git-canary");
        return name;
    }

    private static void delete(String repository) throws IOException {
        FileUtils.delete(folder.resolve(repository + ".git").toFile(), FileUtils.RECURSIVE);
    }

    private static TestExit exit(String connection, String kind, String locator, @Nullable String locations) {
        var exit = new TestExit(DATABASE);
        register(exit, connection, kind, locator, locations);
        return authorised(exit, connection);
    }

    /** With further repositories beside the first one. */
    private static TestExit exit(String connection, String locator, String... others) {
        var exit = new TestExit(DATABASE);
        register(exit, connection, "git-repository", locator, null);
        for (int n = 0; n < others.length; n++) {
            register(exit, "other-" + n, connection, "git-repository", others[n], null);
        }
        return authorised(exit, connection);
    }

    private static TestExit authorised(TestExit exit, String connection) {
        exit.agree();
        exit.insert(
                "olga",
                "insert into handback.authority_proposed (exit_id, connection, basis, until) values (?, ?, 'clause 12', '2099-01-01')",
                exit.id(),
                connection);
        exit.insert("lea", """
                insert into handback.authority_decided (exit_id, proposal, decision)
                select ?, proposal, 'CONFIRMED' from handback.authority where exit_id = ?""", exit.id(), exit.id());
        return exit;
    }

    private static void register(
            TestExit exit, String connection, String kind, String locator, @Nullable String locations) {
        register(exit, "asset", connection, kind, locator, locations);
    }

    private static void register(
            TestExit exit, String asset, String connection, String kind, String locator, @Nullable String locations) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, locations)
                values (?, ?, 1, 'ADDED', 'An asset', ?, 'FOREGROUND', 'RETURN_THEN_DESTROY', ?, ?, ?)""", exit.id(), asset, kind, connection, locator, locations);
    }

    private static Probe ask(TestExit exit, Purpose purpose) {
        return SystemActor.call("test", () -> {
            try {
                return probes.probe(exit.id(), "asset", purpose, Progress.unseen());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Probe.Ended look(TestExit exit, Purpose purpose) {
        var ended = (Probe.Ended) ask(exit, purpose);
        SystemActor.run("test", () -> probes.record(exit.id(), "asset", ended));
        return ended;
    }

    private static String answer(Probe.Ended ended) throws IOException {
        Sha256 answer = java.util.Objects.requireNonNull(ended.answer());
        try (var in = rooms.get(Vault.class).open(answer)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
