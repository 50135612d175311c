package dev.handback.retrieval.folder;

import dev.handback.retrieval.OverConnection;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.s3.HeldPlace;
import dev.handback.retrieval.s3.WantedRows;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.FolderDestination;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Puts what is held into a folder of the client's own, every version under a path of its own, and reads it there again. */
@Component
class FolderPlacing implements HeldPlace {
    private final Connections connections;
    private final Vault vault;
    private final List<Path> ours;

    FolderPlacing(
            Connections connections,
            Vault vault,
            VaultSettings settings,
            @Value("${handback.data-dir}") Path dataDir,
            @Value("${handback.ledger.folder}") Path ledger,
            @Value("${handback.deliveries.import-dir:#{null}}") @Nullable Path imports) {
        this.connections = connections;
        this.vault = vault;
        this.ours = Stream.of(dataDir, settings.folder(), ledger, imports)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Connection.Kind kind() {
        return Connection.Kind.FOLDER;
    }

    @Override
    public PlacingOutcome place(WantedRows rows, PlacingRequest request, Progress progress)
            throws InterruptedException {
        return OverConnection.place(connections, request, (connection, locator, seenAs) -> {
            requireNotOurs(connection);
            return new FolderTry(() -> FolderDestination.open(connection, locator), vault, rows, request, progress)
                    .run(seenAs);
        });
    }

    /** Whoever may name a place below it could have files made in the vault, beside the keys, or as if a medium had brought them. */
    private void requireNotOurs(Connection connection) {
        Path folder = connection.folder();
        if (folder == null || !Files.exists(folder)) return;
        try {
            requireNotOurs(connection, folder.toRealPath());
        } catch (IOException e) {
            // its message would bring the server's path into a fact
            throw new SourceRefused(
                    Reason.OURS,
                    "LOCAL_FAULT",
                    "connection " + connection.name() + ": its folder cannot be looked at: "
                            + e.getClass().getSimpleName());
        }
    }

    private void requireNotOurs(Connection connection, Path real) throws IOException {
        for (Path our : ours) {
            Path other =
                    Files.exists(our) ? our.toRealPath() : our.toAbsolutePath().normalize();
            if (real.startsWith(other) || other.startsWith(real))
                throw new SourceRefused(
                        Reason.POLICY,
                        "DESTINATION_OF_OURS",
                        "connection " + connection.name()
                                + ": its folder is, holds or lies in a folder of Handback's own (data, vault, ledger, import);"
                                + " name one that has nothing to do with them");
        }
    }
}
