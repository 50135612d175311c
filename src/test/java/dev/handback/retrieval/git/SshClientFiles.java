package dev.handback.retrieval.git;

import dev.handback.Tool;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a connection over ssh names: a key, perhaps its passphrase, and the pinned hosts. */
public final class SshClientFiles {

    private final Path folder;
    public Path key;

    @Nullable
    Path passphrase;

    Path knownHosts;

    private SshClientFiles(Path folder, Path key) {
        this.folder = folder;
        this.key = key;
        this.knownHosts = folder.resolve("known_hosts");
    }

    public static SshClientFiles with(Path folder) {
        return new SshClientFiles(folder, key(folder, "exit", "ed25519", ""));
    }

    /** A new key, made by OpenSSH. */
    static Path key(Path folder, String name, String type, String passphrase) {
        Tool.named("ssh-keygen")
                .say(
                        folder,
                        "-q",
                        "-t",
                        type,
                        "-N",
                        passphrase,
                        "-C",
                        name,
                        "-f",
                        folder.resolve(name).toString());
        return folder.resolve(name);
    }

    /** As {@code type base64}. */
    static String publicKey(Path key) {
        try {
            String[] words = Files.readString(Path.of(key + ".pub")).strip().split(" ");
            return words[0] + " " + words[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code SHA256:…}. */
    static String fingerprint(Path key) {
        return Tool.named("ssh-keygen")
                .say(Path.of("").toAbsolutePath(), "-l", "-f", key + ".pub")
                .split(" ")[1];
    }

    public void pin(String... lines) throws IOException {
        Files.writeString(knownHosts, String.join("\n", lines) + "\n");
    }

    public Connections connections(String url) {
        return ConnectionFixture.ssh(List.of(url), key, passphrase, knownHosts);
    }
}
