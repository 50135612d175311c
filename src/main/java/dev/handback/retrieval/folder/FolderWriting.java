package dev.handback.retrieval.folder;

import dev.handback.Sha256;
import dev.handback.sources.FolderDestination;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.NotInVault;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultDamaged;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Writes what is not there in a folder, and the list of it last. */
final class FolderWriting {
    private final FolderDestination destination;
    private final FolderIndex index;
    private final KeyPaths paths;
    private final Vault vault;
    private final FolderComparison.Told told;
    private long bytes;
    private long files;

    FolderWriting(
            FolderDestination destination, FolderIndex index, KeyPaths paths, Vault vault, FolderComparison.Told told) {
        this.destination = destination;
        this.index = index;
        this.paths = paths;
        this.vault = vault;
        this.told = told;
    }

    /** @param missing bytes that are to be written */
    void run(long missing) throws IOException {
        requireRoom(missing);
        index.each(row -> write(row, () -> vault.open(Sha256.parse(row.sha256()))));
        write(index.itself(), index::open);
    }

    private void requireRoom(long missing) {
        long room = destination.room().orElse(Long.MAX_VALUE);
        if (missing > room)
            throw new SourceRefused(
                    Reason.UNREACHABLE,
                    "DESTINATION_FULL",
                    "expected room for " + missing + " bytes at the destination, actual " + room
                            + "; make room and have it placed again");
    }

    /** What came there meanwhile is left as it is; the look at the end judges it. */
    private void write(FolderIndex.Row row, Supplier<InputStream> content) {
        if (destination.look(row.path()).isEmpty()) {
            try {
                destination.put(row.path(), paths.unfinished(row.path()), row.lastModified(), content);
            } catch (NotInVault | VaultDamaged e) {
                throw new SourceRefused(
                        Reason.OURS,
                        "HOLDING_BROKEN",
                        "the vault does not hold " + Printable.of(row.path()) + " intact: expected " + row.words());
            }
            bytes += row.size();
        }
        files++;
        told.soFar(bytes, files);
    }
}
