package dev.handback.retrieval;

import dev.handback.ScratchFolder;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Where attempts work, and the way of what they took from there into the vault. Each attempt has a folder of its own: one
 * that lost its lease may still be at work beside the one that took over.
 */
@Component
class WorkFolders implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(WorkFolders.class);

    private final ScratchFolder folders;
    private final Vault vault;

    WorkFolders(@Value("${handback.data-dir}") Path dataDir, Vault vault) throws IOException {
        this.folders = new ScratchFolder(dataDir.resolve("retrieving"));
        this.vault = vault;
    }

    /** Empty. */
    Path fresh(String asset) {
        try {
            return folders.newFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a work folder for asset " + asset, e);
        }
    }

    /** The vault reads every byte again while storing; what it stored must be what was proved. */
    void hold(String asset, RetrievalOutcome outcome) {
        for (var file : outcome.taken().map(RetrievalOutcome.Taken::files).orElse(List.of())) {
            var stored = vault.store(file.path());
            if (!stored.sha256().equals(file.sha256())) {
                throw new IllegalStateException("asset " + asset + ", " + file.name() + ": expected SHA-256 "
                        + file.sha256().hex() + ", stored " + stored.sha256().hex());
            }
        }
    }

    /** What was proved and stored is not undone by a folder that will not go, such as while JGit still probes in it. */
    void discard(String asset, Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            log.warn("asset {}: the work folder {} stays until this node stops", asset, folder, e);
        }
    }

    @Override
    public void destroy() throws IOException {
        folders.close();
    }
}
