package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.LfsVendor.oid;
import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.Tool;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git LFS objects placed with their repository: before its refs, and believed when the server offers them. */
class LfsPlacingTest {
    private static final String PASSWORD = "canary-secret";

    private final Path folder;
    private final RepositoryRecipes recipes;
    private final NativeGitHost vendor;
    private final NativeGitHost host;
    private final LfsHome home = new LfsHome();
    private final Attempts attempts;
    private Path repository = Path.of("");
    private int works;

    LfsPlacingTest(@TempDir Path folder, @TempDir Path ours) throws Exception {
        this.folder = folder;
        recipes = new RepositoryRecipes(folder);
        recipes.good("films");
        vendor = new NativeGitHost(folder);
        var lfs = new LfsVendor();
        vendor.lfs = lfs;
        for (var film : List.of("first cut", "final cut", "trailer"))
            recipes.commit("films", "main", film, "film.mov", lfs.add(film));
        host = new NativeGitHost(ours);
        host.lfs = home;
        attempts = new Attempts(folder);
    }

    @BeforeEach
    void emptyRepository() {
        repository = new RepositoryRecipes(host.folder()).empty("home");
        git(repository, "config", "http.receivepack", "true");
    }

    @AfterEach
    void stop() {
        vendor.close();
        host.close();
    }

    @Test
    void bringsObjectsBeforeRefsAndListsThem() throws Exception {
        var refs = new CopyOnWriteArrayList<String>();
        home.whenBrought = () -> refs.add(git(repository, "for-each-ref"));

        var outcome = place(taken());

        assertThat(outcome.findings()).isEmpty();
        assertThat(home.objects).containsOnlyKeys(oid("first cut"), oid("final cut"), oid("trailer"));
        assertThat(home.verified).containsExactlyInAnyOrderElementsOf(home.objects.keySet());
        assertThat(refs).hasSize(3).containsOnly("");
        assertThat(outcome.things()).isEqualTo(refs(repository) + 3);
        assertThat(Files.readAllLines(Objects.requireNonNull(outcome.listing())))
                .contains(oid("trailer") + "\tlfs offered, 7 bytes")
                .anyMatch(line -> line.endsWith("\trefs/heads/main"));
    }

    @Test
    void givesGitLfsAllThatItFetches() throws Exception {
        Tool.named("git-lfs");
        place(taken());

        Path clone = folder.resolve("clone.git");
        git(folder, "clone", "-q", "--mirror", host.url("home"), clone.toString());
        git(clone, "lfs", "fetch", "--all", "origin");

        for (var film : List.of("first cut", "final cut", "trailer")) {
            String oid = oid(film);
            var file = clone.resolve("lfs/objects/" + oid.substring(0, 2) + "/" + oid.substring(2, 4) + "/" + oid);
            assertThat(file).hasContent(film);
        }

        // and our double takes from git-lfs itself what it took from us
        home.objects.clear();
        git(clone, "-c", "lfs.locksverify=false", "lfs", "push", "--all", "origin");
        assertThat(home.objects).containsOnlyKeys(oid("first cut"), oid("final cut"), oid("trailer"));
    }

    @Test
    void bringsTheSameAgainNoSecondTime() throws Exception {
        Taken taken = taken();
        place(taken);
        home.brought.clear();

        assertThat(place(taken).listing()).isNotNull();
        assertThat(home.brought).isEmpty();
    }

    @Test
    void doesNotBelieveAServerThatSaysItHasWhatItDoesNotOffer() throws Exception {
        home.answers = (operation, row) -> {
            if (operation.equals("upload")) row.remove("actions");
        };

        var outcome = place(taken());

        assertThat(only(outcome).code()).isEqualTo("LFS_NOT_TAKEN");
        assertThat(only(outcome).detail())
                .startsWith("3 LFS objects")
                .contains(oid("trailer"), "Object does not exist");
        assertThat(git(repository, "for-each-ref")).isEmpty();
    }

    @Test
    void doesNotBelieveAServerThatForgets() throws Exception {
        home.forgetful = true;

        assertThat(only(place(taken())).code()).isEqualTo("LFS_NOT_TAKEN");
        assertThat(home.brought).hasSize(3);
        assertThat(git(repository, "for-each-ref")).isEmpty();
    }

    @Test
    void doesNotBelieveAServerThatForgetsLater() throws Exception {
        Taken taken = taken();
        place(taken);
        home.answers = (operation, row) -> {
            boolean trailer = row.path("oid").asText().equals(oid("trailer"));
            if (trailer && operation.equals("download") && home.verified.contains("looked")) {
                row.remove("actions");
                row.putObject("error").put("code", 410).put("message", "expired");
            }
            if (trailer && operation.equals("download")) home.verified.add("looked");
        };

        var outcome = place(taken);

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_LACKS");
        assertThat(only(outcome).detail()).contains(oid("trailer"), "410 expired", "LFS_OBJECT_REMOVED");
    }

    @Test
    void offeredWithAnotherSizeIsNotThere() throws Exception {
        home.answers = (operation, row) -> {
            if (operation.equals("download")) row.put("size", 1);
        };

        assertThat(only(place(taken())).detail()).contains("expected 7 bytes, actual: the server says 1 bytes");
    }

    @Test
    void namesWhatIsRefusedAndSendsNoRef() throws Exception {
        home.answers = (operation, row) -> {
            if (operation.equals("upload") && row.path("oid").asText().equals(oid("trailer"))) {
                row.remove("actions");
                row.putObject("error").put("code", 422).put("message", "quota of " + PASSWORD + " exceeded");
            }
        };

        var outcome = place(taken());

        assertThat(only(outcome).detail())
                .startsWith("1 LFS objects")
                .contains(oid("trailer"), "422 quota of [our credential] exceeded")
                .doesNotContain(PASSWORD);
        assertThat(home.brought).hasSize(2);
        assertThat(git(repository, "for-each-ref")).isEmpty();
    }

    @Test
    void namesWhatIsNotVerified() throws Exception {
        home.verifyStatus = 404;

        assertThat(only(place(taken())).detail()).startsWith("3 LFS objects").contains("/verify answered 404");
    }

    @Test
    void asksABusyServerAgain() throws Exception {
        home.uploadStatuses.addAll(List.of(503, 500));

        assertThat(place(taken()).findings()).isEmpty();
    }

    @Test
    void bringsToAnotherHostOnlyWhereTheConnectionAllowsItAndWithoutOurCredential() throws Exception {
        var elsewhere = home.elsewhere();
        home.storage = LfsVendor.url(elsewhere);
        Taken taken = taken();

        var refused = place(taken);
        assertThat(only(refused).code()).isEqualTo("LFS_NOT_TAKEN");
        assertThat(only(refused).detail()).contains("LFS_HREF_REFUSED", "lies below no url of connection home");
        assertThat(home.credentials).isEmpty();

        var placed = place(taken, connections(host.url("home"), home.storage));
        assertThat(placed.findings()).isEmpty();
        assertThat(home.credentials).hasSize(3).containsOnly("null");
        elsewhere.stop(0);
    }

    @Test
    void bringsNothingWhereSomethingElseLies() throws Exception {
        new RepositoryRecipes(host.folder()).commit("home", "main", "by the host", "README", "not ours");

        assertThat(only(place(taken())).code()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(home.brought).isEmpty();
    }

    @Test
    void saysWhenTheHostTakesNoLfs() throws Exception {
        host.lfs = exchange -> exchange.sendResponseHeaders(404, -1);

        assertThat(only(place(taken())).code()).isEqualTo("LFS_NOT_OFFERED");
        assertThat(git(repository, "for-each-ref")).isEmpty();
    }

    @Test
    void placesNothingThatTheVaultNoLongerHolds() throws Exception {
        Taken taken = taken();
        attempts.vault.erase(Sha256.of("trailer"));

        assertThat(only(place(taken)).code()).isEqualTo("HOLDING_BROKEN");
        assertThat(git(repository, "for-each-ref")).isEmpty();
    }

    @Test
    void refusesSshBeforeAnythingIsWritten() throws Exception {
        Taken taken = taken();
        var ours = SshClientFiles.with(folder);
        try (var ssh = new OpenSshHost(host.folder(), ours.key, true, "ed25519")) {
            ours.pin(ssh.pinned(0));
            String url = ssh.url("home");

            var outcome = place(taken, url, ConnectionFixture.homeOverSsh(url, ours.key, ours.knownHosts));

            assertThat(only(outcome).code()).isEqualTo("LFS_NOT_PLACED_OVER_SSH");
            assertThat(git(repository, "for-each-ref")).isEmpty();
        }
    }

    private Taken taken() throws Exception {
        var outcome = attempts.take(vendor.url("films"));
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        Taken taken = outcome.taken().orElseThrow();
        attempts.vault.store(taken.file(HeldFile.BUNDLE).orElseThrow().path());
        return taken;
    }

    private PlacingOutcome place(Taken taken) throws Exception {
        return place(taken, connections(host.url("home")));
    }

    private PlacingOutcome place(Taken taken, Connections connections) throws Exception {
        return place(taken, host.url("home"), connections);
    }

    private Connections connections(String... urls) throws Exception {
        return ConnectionFixture.home(
                List.of(urls), Files.writeString(folder.resolve("home-secret"), PASSWORD + "\n"), true);
    }

    private PlacingOutcome place(Taken taken, String url, Connections connections) throws Exception {
        Path work = Files.createDirectories(folder.resolve("placing-" + ++works));
        String bundle = taken.file(HeldFile.BUNDLE).orElseThrow().sha256().hex();
        return new GitPlacing(
                        connections,
                        new EgressPolicy(),
                        attempts.vault,
                        Attempts.LIMITS,
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .place(
                        new PlacingRequest(
                                "X",
                                "asset",
                                1,
                                bundle,
                                taken.head(),
                                taken.lfs().size(),
                                oid -> after(taken.lfs(), oid),
                                "home",
                                url,
                                "acme",
                                work),
                        (bytes, objects, total, phase) -> {});
    }

    /** Two at once, so that there is more than one batch. */
    private static List<HeldLfs> after(List<HeldLfs> objects, String oid) {
        return objects.stream()
                .filter(object -> object.oid().compareTo(oid) > 0)
                .limit(2)
                .toList();
    }

    private static long refs(Path repository) {
        return git(repository, "for-each-ref").lines().count();
    }

    private static Finding only(PlacingOutcome outcome) {
        assertThat(outcome.findings()).hasSize(1);
        return outcome.findings().get(0);
    }
}
