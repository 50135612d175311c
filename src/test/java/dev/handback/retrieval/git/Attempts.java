package dev.handback.retrieval.git;

import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Attempts over a connection named {@code vendor} that allows loopback, with small limits. */
final class Attempts {

    static final GitLimits LIMITS = new GitLimits(
            DataSize.ofMegabytes(50),
            DataSize.ofMegabytes(200),
            DataSize.ofMegabytes(20),
            100_000,
            1_000,
            DataSize.ofMegabytes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            DataSize.ofMegabytes(1),
            3,
            new LfsLimits(
                    1_000,
                    DataSize.ofMegabytes(20),
                    DataSize.ofMegabytes(50),
                    Duration.ofSeconds(60),
                    4,
                    3,
                    Duration.ofMillis(1),
                    Duration.ofMillis(20)));

    private final Path folder;
    final Vault vault;
    private int number;
    GitLimits limits = LIMITS;

    @Nullable
    String password;

    @Nullable
    String baseline;

    List<Neighbour> neighbours = List.of();

    /** Allowed beside the locator's own origin. */
    List<String> alsoAllowed = List.of();

    @Nullable
    String expected;

    /** Over ssh, with this one's settings. */
    @Nullable
    SshClientFiles ssh;

    Attempts(Path folder) {
        this.folder = folder;
        this.vault = new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofMegabytes(1)));
    }

    RetrievalOutcome take(String url) throws Exception {
        URI uri = URI.create(url);
        return take(url, uri.getScheme() + "://" + uri.getAuthority());
    }

    RetrievalOutcome take(String url, String allowed) throws Exception {
        if (ssh != null) return take(url, ssh.connections(allowed));
        Path secret = password == null ? null : Files.writeString(folder.resolve("secret"), password + "\n");
        var urls = new ArrayList<>(alsoAllowed);
        urls.add(allowed);
        return take(url, ConnectionFixture.vendor(urls, secret));
    }

    RetrievalOutcome take(String url, Connections connections) throws Exception {
        return take(url, connections, "vendor");
    }

    RetrievalOutcome take(String url, Connections connections, String connection) throws Exception {
        var source = new GitRepositorySource(
                connections,
                new EgressPolicy(),
                vault,
                exit -> neighbours,
                limits,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        Path work = Files.createDirectories(folder.resolve("work-" + ++number));
        return source.retrieve(
                new RetrievalRequest("X2026-0001", "asset", number, connection, url, baseline, expected, work),
                (bytes, objects, total, phase) -> {});
    }

    /** A mirror that C git made of a bundle, all objects checked by it. */
    Path cloneOf(Path bundle) {
        Path clone = folder.resolve("clone-" + number);
        RepositoryRecipes.git(
                folder,
                "-c",
                "transfer.fsckObjects=true",
                "clone",
                "-q",
                "--mirror",
                bundle.toString(),
                clone.toString());
        RepositoryRecipes.git(clone, "fsck", "--full", "--strict");
        return clone;
    }
}
