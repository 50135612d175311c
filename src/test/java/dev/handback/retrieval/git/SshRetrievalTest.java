package dev.handback.retrieval.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories over OpenSSH's own server. */
class SshRetrievalTest {

    private final Path folder;
    private final RepositoryRecipes recipes;
    private final Attempts attempts;
    private final SshClientFiles ours;
    private @Nullable OpenSshHost running;

    SshRetrievalTest(@TempDir Path folder) {
        this.folder = folder;
        recipes = new RepositoryRecipes(folder);
        attempts = new Attempts(folder);
        ours = SshClientFiles.with(folder);
        attempts.ssh = ours;
    }

    @BeforeEach
    void startVendor() throws Exception {
        restart(true, "ed25519", "rsa");
    }

    private void restart(boolean protocol2, String... hostKeyTypes) throws Exception {
        if (running != null) running.close();
        running = new OpenSshHost(folder, ours.key, protocol2, hostKeyTypes);
        ours.pin(host().pinned(0));
    }

    private OpenSshHost host() {
        return Objects.requireNonNull(running);
    }

    @AfterEach
    void stopVendor() throws Exception {
        host().close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTheSameAsOverHttp(boolean protocol2) throws Exception {
        recipes.good("good");
        restart(protocol2, "ed25519");

        var overSsh = attempts.take(host().url("good"));

        assertThat(overSsh.findings()).isEmpty();
        assertThat(overSsh.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(overSsh.seenAs())
                .isEqualTo(
                        System.getProperty("user.name") + " with ssh-ed25519 " + SshClientFiles.fingerprint(ours.key));
        var taken = overSsh.taken().orElseThrow();
        attempts.cloneOf(taken.file(HeldFile.BUNDLE).orElseThrow().path());
        attempts.ssh = null;
        try (var http = new NativeGitHost(folder)) {
            var overHttp = attempts.take(http.url("good")).taken().orElseThrow();
            assertThat(taken.contentDigest()).isEqualTo(overHttp.contentDigest());
            assertThat(taken.swhid()).isEqualTo(overHttp.swhid());
            assertThat(taken.refs()).usingRecursiveComparison().isEqualTo(overHttp.refs());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsAnEmptyRepositoryEmpty(boolean protocol2) throws Exception {
        recipes.empty("empty");
        restart(protocol2, "ed25519");

        assertThat(attempts.take(host().url("empty")).outcome()).isEqualTo(Outcome.EMPTY);
    }

    @Test
    void stopsAtAHostThatNobodyPinned() throws Exception {
        recipes.good("good");
        ours.pin("other.example " + SshClientFiles.publicKey(host().hostKey(0)));

        var outcome = attempts.take(host().url("good"));

        assertRefused(outcome, Outcome.FORBIDDEN, "SSH_HOST_KEY_UNKNOWN");
        assertThat(only(outcome).detail()).contains(SshClientFiles.fingerprint(host().hostKey(0)));
        assertThat(Files.readString(ours.knownHosts)).doesNotContain("127.0.0.1");
    }

    @Test
    void stopsAtAHostThatShowsAnotherKeyAndNamesBoth() throws Exception {
        recipes.good("good");
        Path before = SshClientFiles.key(folder, "before", "ed25519", "");
        ours.pin(host().name() + " " + SshClientFiles.publicKey(before));

        var outcome = attempts.take(host().url("good"));

        assertRefused(outcome, Outcome.FORBIDDEN, "SSH_HOST_KEY_CHANGED");
        assertThat(only(outcome).detail())
                .contains("expected ssh-ed25519 " + SshClientFiles.fingerprint(before))
                .contains("shows ssh-ed25519 " + SshClientFiles.fingerprint(host().hostKey(0)));
        assertThat(host().log()).doesNotContain("Accepted publickey");
    }

    @Test
    void asksForThePinnedOneOfAHostsSeveralKeys() throws Exception {
        recipes.good("good");
        ours.pin(host().pinned(1));

        assertThat(attempts.take(host().url("good")).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void stopsAtARevokedKeyEvenWhenItIsPinnedToo() throws Exception {
        recipes.good("good");
        ours.pin(host().pinned(0), "@revoked * " + SshClientFiles.publicKey(host().hostKey(0)));

        assertRefused(attempts.take(host().url("good")), Outcome.FORBIDDEN, "SSH_HOST_KEY_REVOKED");
    }

    @Test
    void isForbiddenWithAKeyThatTheHostDoesNotKnow() throws Exception {
        recipes.good("good");
        ours.key = SshClientFiles.key(folder, "stranger", "ed25519", "");

        var outcome = attempts.take(host().url("good"));

        assertRefused(outcome, Outcome.FORBIDDEN, "SSH_KEY_REFUSED");
        assertThat(only(outcome).detail()).contains(SshClientFiles.fingerprint(ours.key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void knowsOtherKindsOfKeys(String type) throws Exception {
        recipes.good("good");
        ours.key = SshClientFiles.key(folder, "kind", type, "");
        restart(true, type);

        assertThat(attempts.take(host().url("good")).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void opensAnEncryptedKeyWithThePassphraseFileOnly() throws Exception {
        recipes.good("good");
        ours.key = SshClientFiles.key(folder, "encrypted", "ed25519", "canary-passphrase");
        restart(true, "ed25519");

        assertRefused(attempts.take(host().url("good")), Outcome.FAILED, "PRIVATE_KEY_ENCRYPTED");
        ours.passphrase = Files.writeString(folder.resolve("passphrase"), "canary-wrong\n");
        var wrong = attempts.take(host().url("good"));
        assertRefused(wrong, Outcome.FAILED, "SECRET_UNREADABLE");
        assertThat(wrong.toString()).doesNotContain("canary");
        ours.passphrase = Files.writeString(folder.resolve("passphrase"), "canary-passphrase\n");
        assertThat(attempts.take(host().url("good")).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void saysWhatIsWrongWithTheFilesOfTheConnection() throws Exception {
        recipes.good("good");
        ours.key = Files.writeString(folder.resolve("no-key"), "canary-secret\n");
        var noKey = attempts.take(host().url("good"));
        assertRefused(noKey, Outcome.FAILED, "SECRET_UNREADABLE");
        assertThat(noKey.toString()).doesNotContain("canary");

        ours.key = folder.resolve("exit");
        Files.delete(ours.knownHosts);
        assertRefused(attempts.take(host().url("good")), Outcome.FAILED, "KNOWN_HOSTS_UNREADABLE");
    }

    @Test
    void callsAnAbsentRepositoryGoneWithTheHostsOwnWords() throws Exception {
        var outcome = attempts.take(host().url("absent"));

        assertRefused(outcome, Outcome.GONE, "SSH_NO_REPOSITORY");
        assertThat(only(outcome).detail()).contains("does not appear to be a git repository");
    }

    @Test
    void leavesLargeFilesToHttps() throws Exception {
        recipes.good("large");
        recipes.commit(
                "large",
                "main",
                "film",
                "film.mov",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a".repeat(64) + "\nsize 5\n");

        var outcome = attempts.take(host().url("large"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(outcome.findings()).extracting(Finding::code).contains("LFS_NOT_OVER_SSH", "LFS_NOT_FETCHED");
    }

    @Test
    void seesARefMoveBetweenLookingAndLookingAgain() throws Exception {
        recipes.good("moving");
        host().onEachPack("git update-ref refs/heads/new-$$ HEAD");

        var outcome = attempts.take(host().url("moving"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.MOVING);
        assertThat(outcome.findings()).extracting(Finding::code).contains("REFS_MOVED");
    }

    private static Finding only(RetrievalOutcome outcome) {
        assertThat(outcome.findings()).hasSize(1);
        return outcome.findings().get(0);
    }

    private static void assertRefused(RetrievalOutcome outcome, Outcome expected, String code) {
        assertThat(outcome.findings()).extracting(Finding::code).containsExactly(code);
        assertThat(outcome.outcome()).isEqualTo(expected);
        assertThat(outcome.taken()).isEmpty();
    }
}
