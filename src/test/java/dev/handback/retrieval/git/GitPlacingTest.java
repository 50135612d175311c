package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories placed at C git's own servers. */
class GitPlacingTest {

    private final Path folder;
    private final RepositoryRecipes recipes;
    private final NativeGitHost host;
    private final Attempts attempts;
    private int works;

    GitPlacingTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        recipes = new RepositoryRecipes(folder);
        host = new NativeGitHost(folder);
        attempts = new Attempts(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void placesEveryRefAndSeesItInAFreshListing() throws Exception {
        Path source = recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");

        var outcome = place(taken, "home");

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(5);
        assertThat(refs(home)).isEqualTo(refs(source));
        assertThat(git(home, "fsck", "--full", "--strict")).isEmpty();
        assertThat(Files.readString(Objects.requireNonNull(outcome.listing())))
                .contains("\trefs/custody/acme/pull/1/head\n");
    }

    @Test
    void placesTheSameAgainWithoutWritingAnything() throws Exception {
        recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        place(taken, "home");
        git(home, "config", "http.receivepack", "false");

        assertThat(place(taken, "home").listing()).isNotNull();
    }

    @Test
    void goesOnWhereAPartOfTheSameLies() throws Exception {
        Path source = recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        git(source, "push", "-q", home.toString(), "refs/heads/main");

        assertThat(place(taken, "home").listing()).isNotNull();
    }

    @Test
    void writesNothingWhereSomethingElseLies() throws Exception {
        recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        String theirs = recipes.commit("home", "main", "initial", "README", "made by the host");

        var outcome = place(taken, "home");

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(only(outcome).detail())
                .contains("refs/heads/main, expected ")
                .contains("actual " + theirs);
        assertThat(refs(home)).isEqualTo(theirs + " refs/heads/main");
    }

    @Test
    void saysWhatTheHostDidNotTake() throws Exception {
        recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        git(home, "config", "receive.hideRefs", "refs/notes");

        var outcome = place(taken, "home");

        assertThat(outcome.listing()).isNull();
        assertThat(outcome.findings()).extracting(Finding::code).containsExactly("REFS_NOT_TAKEN", "DESTINATION_LACKS");
        assertThat(outcome.findings().get(0).detail()).contains("refs/notes/commits");
    }

    @Test
    void doesNotBelieveAHostThatTakesAndShowsNot() throws Exception {
        recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        Path hook = home.resolve("hooks/post-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ngit update-ref -d refs/heads/work\n");
        hook.toFile().setExecutable(true);

        var outcome = place(taken, "home");

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_LACKS");
        assertThat(only(outcome).detail()).contains("refs/heads/work");
    }

    @Test
    void keepsADetachedHeadAsARefAndSaysWhereTheDefaultBranchDiffers() throws Exception {
        recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        git(home, "symbolic-ref", "HEAD", "refs/heads/work");

        assertThat(only(place(taken, "home")).code()).isEqualTo("DESTINATION_HEAD_DIFFERS");

        String id = git(recipes.path("good"), "rev-parse", "main");
        git(recipes.path("good"), "update-ref", "--no-deref", "HEAD", id);
        Path other = home("other");
        place(taken("good"), "other");
        assertThat(refs(other)).contains(id + " refs/custody/acme/HEAD");
    }

    @Test
    void writesOnlyOverAConnectionThatSaysSo() throws Exception {
        recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");

        var outcome = place(taken, host.url("home"), ConnectionFixture.home(host.url("home"), null, false));

        assertThat(only(outcome).code()).isEqualTo("CONNECTION_PLACES_NOTHING");
        assertThat(refs(home)).isEmpty();
    }

    @Test
    void retrievesNothingOverAConnectionToPlaceOver() throws Exception {
        recipes.good("good");
        var connections = ConnectionFixture.home(host.url("good"), null, true);

        var outcome = attempts.take(host.url("good"), connections, "home");

        assertThat(outcome.outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(outcome.findings()).extracting(Finding::code).containsExactly("CONNECTION_PLACES_ONLY");
    }

    @Test
    void saysWhenNothingIsThere() throws Exception {
        recipes.good("good");

        assertThat(only(place(taken("good"), "absent")).code()).isEqualTo("HTTP_404");
    }

    @Test
    void placesOverSsh() throws Exception {
        Path source = recipes.good("good");
        Taken taken = taken("good");
        Path home = home("home");
        var ours = SshClientFiles.with(folder);
        try (var ssh = new OpenSshHost(folder, ours.key, true, "ed25519")) {
            ours.pin(ssh.pinned(0));
            String url = ssh.url("home");

            var outcome = place(taken, url, ConnectionFixture.homeOverSsh(url, ours.key, ours.knownHosts));

            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.seenAs()).contains(SshClientFiles.fingerprint(ours.key));
            assertThat(refs(home)).isEqualTo(refs(source));
        }
    }

    private Path home(String name) {
        Path home = recipes.empty(name);
        git(home, "config", "http.receivepack", "true");
        return home;
    }

    private Taken taken(String name) throws Exception {
        var outcome = attempts.take(host.url(name));
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        Taken taken = outcome.taken().orElseThrow();
        attempts.vault.store(taken.file(HeldFile.BUNDLE).orElseThrow().path());
        return taken;
    }

    private PlacingOutcome place(Taken taken, String name) throws Exception {
        return place(taken, host.url(name), ConnectionFixture.home(host.url(name), null, true));
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
                                "X", "asset", 1, bundle, taken.head(), 0, oid -> List.of(), "home", url, "acme", work),
                        (bytes, objects, total, phase) -> {});
    }

    private static Finding only(PlacingOutcome outcome) {
        assertThat(outcome.findings()).hasSize(1);
        return outcome.findings().get(0);
    }

    /** With the names that they have at home. */
    private static String refs(Path repository) {
        return git(repository, "for-each-ref", "--format=%(objectname) %(refname)")
                .lines()
                .map(line -> line.replace(" refs/pull/", " refs/custody/acme/pull/"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
