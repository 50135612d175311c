package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HermeticGitTest {

    @BeforeAll
    static void install() {
        HermeticGit.install();
    }

    @Test
    void hearsNoGitSettingsOfTheMachine(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve(".gitconfig"), "[url \"https://evil.example/\"]\n\tinsteadOf = https://\n");
        FS fs = FS.DETECTED.newInstance().setUserHome(home.toFile());
        var system = SystemReader.getInstance();

        var user = system.openUserConfig(null, fs);
        user.load();

        assertThat(user.getSections()).isEmpty();
        assertThat(system.getUserConfig().getSections()).isSubsetOf("filesystem");
        assertThat(system.getSystemConfig().getSections()).isSubsetOf("filesystem");
        assertThat(system.getenv("GIT_SSH")).isNull();
    }

    /** The measuring takes seconds, and its files appear in folders that are being deleted. */
    @Test
    void measuresNoDisk(@TempDir Path folder) {
        assertThat(FS.getFileStoreAttributes(folder).getFsTimestampResolution()).hasMillis(10);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://git@vendor.example/a.git",
                "git@vendor.example:a.git",
                "git://vendor.example/a.git",
                "ftp://vendor.example/a.git",
                "sftp://vendor.example/a.git",
                "amazon-s3://key@bucket/a.git",
                "file:///srv/a.git",
                "/srv/a.git",
                "ext::sh -c whoami"
            })
    void opensNothingButHttp(String url, @TempDir Path folder) throws Exception {
        try (Git git = Git.init().setBare(true).setDirectory(folder.toFile()).call()) {
            assertThatThrownBy(() -> Transport.open(git.getRepository(), new URIish(url)))
                    .isInstanceOf(NotSupportedException.class);
        }
    }
}
