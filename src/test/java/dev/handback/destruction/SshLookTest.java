package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.demo.DemoRepositories;
import dev.handback.retrieval.git.OpenSshHost;
import dev.handback.retrieval.git.SshClientFiles;
import dev.handback.sources.Connection;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Looks over OpenSSH's own server, which says "not found" only to whom it let in. */
class SshLookTest {
    private static final ProbeSettings SETTINGS = new ProbeSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30), DataSize.ofMegabytes(1), 100);

    private final Path folder;
    private final SshClientFiles ours;
    private OpenSshHost host;
    private Connection connection;

    SshLookTest(@TempDir Path folder) {
        this.folder = folder;
        this.ours = SshClientFiles.with(folder);
    }

    @BeforeEach
    void startVendor() throws Exception {
        var repositories = Files.createDirectory(folder.resolve("repositories"));
        DemoRepositories.website(repositories);
        host = new OpenSshHost(repositories, ours.key, true, "ed25519");
        ours.pin(host.pinned(0));
        connection = ours.connections(host.url("").replace("/.git", "")).require("vendor");
    }

    @AfterEach
    void stopVendor() throws Exception {
        host.close();
    }

    @Test
    void doesNotObserveWhatIsNotFoundWhileOurKeyIsShownAnotherBesideIt() throws Exception {
        var seen = look("website");

        assertThat(seen).isInstanceOfSatisfying(Seen.Absent.class, absent -> assertThat(absent.says())
                .contains("it was shown " + host.url("website")));
    }

    @Test
    void doesNotTakeAKeyThatIsLetInAndShownNothingForErasure() throws Exception {
        var seen = look("erased-as-well");

        assertThat(seen).isInstanceOfSatisfying(Seen.Unclear.class, unclear -> {
            assertThat(unclear.code()).isEqualTo("GONE_OR_HIDDEN");
            assertThat(unclear.says()).contains("Expected: another repository beside " + host.url("erased"));
        });
    }

    private Seen look(String beside) throws Exception {
        try (var transcript = new Transcript(folder.resolve("transcript"))) {
            return new RepositoryLook(new EgressPolicy(), SETTINGS)
                    .at(
                            connection,
                            Locator.parse(host.url("erased")),
                            () -> List.of(Locator.parse(host.url(beside))),
                            transcript);
        }
    }
}
