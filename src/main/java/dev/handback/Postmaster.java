package dev.handback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process of the embedded PostgreSQL, as the operating system sees it. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final int STOP_SECONDS = 60;

    private Postmaster() {}

    /**
     * Stops the server that a killed instance left behind, or forgets a process number that is stale or now belongs to
     * somebody else. Call it only while holding the data folder: a living instance would lose its server.
     */
    static void stopOrphan(Path cluster) {
        var pidFile = cluster.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            var lines = Files.readAllLines(pidFile);
            var orphan = lines.isEmpty()
                    ? Optional.<ProcessHandle>empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
            if (orphan.isPresent() && serves(orphan.get(), cluster)) {
                stop(orphan.get(), cluster);
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL refuses to run as root; the library then starts it in a user namespace, which not every system permits. */
    static void requireUserNamespace(DataFolder folder) {
        if (folder.ownedByRoot() && !canUnshare()) {
            throw new EmbeddedDatabaseRefused(
                    "the embedded PostgreSQL cannot run as root here: this system does not permit 'unshare -U'; start Handback as an ordinary user, or set spring.datasource.url to your own PostgreSQL");
        }
    }

    private static boolean serves(ProcessHandle process, Path cluster) {
        var command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(cluster.toString());
    }

    /** Politely: its clients died with the instance, so it only has to write what it holds. */
    private static void stop(ProcessHandle orphan, Path cluster) {
        log.warn(
                "Stopping the PostgreSQL (process {}) that a killed instance left behind in {}", orphan.pid(), cluster);
        orphan.destroy();
        try {
            orphan.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseRefused("interrupted while stopping the old PostgreSQL in " + cluster, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedDatabaseRefused(
                    "a PostgreSQL (process %d) still serves %s and did not stop within %d seconds; stop it and start again"
                            .formatted(orphan.pid(), cluster, STOP_SECONDS),
                    e);
        }
    }

    private static boolean canUnshare() {
        try {
            var probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
