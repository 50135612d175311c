package dev.handback.retrieval;

import dev.handback.assets.Asset;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.stereotype.Component;

/** The files of a delivery: those that were uploaded are in the vault already, those on a medium are brought there. */
@Component
class ArrivingFiles {
    private final DeliveriesTable table;
    private final Vault vault;
    private final DeliverySettings settings;

    ArrivingFiles(DeliveriesTable table, Vault vault, DeliverySettings settings) {
        this.table = table;
        this.vault = vault;
        this.settings = settings;
    }

    /** The list is work state that anybody with the application's password may change; the receipt's fact covers it. */
    List<DeliveredFile> uploaded(Asset row, DeliveriesTable.Newest newest) {
        var files = table.uploaded(row.exitId(), row.asset(), newest.delivery());
        var digest = FileManifest.digest(files).hex();
        if (!digest.equals(newest.uploadedDigest())) {
            throw new IllegalStateException("asset " + row.asset() + ": delivery " + newest.delivery()
                    + " was received with files " + newest.uploadedDigest() + ", listed are " + digest);
        }
        return files;
    }

    /** Adds every file of the asset's import folder; those before a refusal stay in the list. */
    void fromFolder(Asset row, List<DeliveredFile> files, Progress progress) throws IOException, InterruptedException {
        var importDir = settings.importDir();
        if (importDir == null) {
            throw new SourceRefused(
                    Reason.OURS, "NO_IMPORT_FOLDER", "no import folder is configured (handback.deliveries.import-dir)");
        }
        var entries = ImportFolder.entries(importDir, row.exitId(), row.asset(), settings.maxFiles() - files.size());
        for (var entry : entries) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var total = FileManifest.total(files);
            progress.report(total, files.size(), (long) entries.size(), "reading the import folder");
            files.add(taken(row, entry, settings.maxTotal().toBytes() - total));
        }
    }

    private DeliveredFile taken(Asset row, ImportFolder.Entry entry, long room) {
        try (InputStream in = entry.open()) {
            var stored = vault.store(new LimitedStream(in, row.asset(), settings.maxFile(), room, -1));
            return new DeliveredFile(entry.name(), stored.sha256(), stored.bytes());
        } catch (DeliveryTooLarge e) {
            throw new SourceRefused(Reason.POLICY, "DELIVERY_TOO_LARGE", entry.text() + ": " + e.getMessage());
        } catch (IOException e) {
            throw entry.unreadable(e);
        }
    }
}
