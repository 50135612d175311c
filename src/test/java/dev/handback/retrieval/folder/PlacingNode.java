package dev.handback.retrieval.folder;

import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.sources.ConnectionFixture;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import dev.handback.work.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** Places over a connection {@code home-files}; also as a process of its own, to be killed. */
final class PlacingNode {
    static final int MANY = 300;

    private final Path folder;
    private final Path share;
    private final Vault vault;

    /** @param share what the connection names */
    PlacingNode(Path folder, Path share, Vault vault) {
        this.folder = folder;
        this.share = share;
        this.vault = vault;
    }

    static Vault vault(Path folder) {
        return new Vault(settings(folder));
    }

    private static VaultSettings settings(Path folder) {
        return new VaultSettings(folder.resolve("data/vault"), DataSize.ofMegabytes(1));
    }

    PlacingOutcome place(GivenRows rows, String destination, Progress progress) throws Exception {
        var placing = new FolderPlacing(
                ConnectionFixture.homeFolder(share),
                vault,
                settings(folder),
                folder.resolve("data"),
                folder.resolve("ledger"),
                folder.resolve("import"));
        var work = Files.createTempDirectory(folder, "work");
        var request = new PlacingRequest(
                "X2026-0001", "asset", 1, null, null, 0, oid -> List.of(), "home-files", destination, "acme", work);
        return placing.place(rows, request, progress);
    }

    static GivenRows many(Vault vault) {
        var rows = new GivenRows(vault);
        for (int i = 0; i < MANY; i++) rows.version("folder " + i % 7 + "/file " + i, "content ".repeat(500) + i);
        return rows;
    }

    /** Folder of the node, folder of the connection, destination. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var node = new PlacingNode(folder, Path.of(arguments[1]), vault(folder));
        node.place(many(node.vault), arguments[2], (bytes, files, all, phase) -> {
            if (phase.equals("placing")) System.out.println(phase);
        });
        // placed before it was killed: it waits for that, and ends by itself when nobody comes
        Thread.sleep(60_000);
    }
}
