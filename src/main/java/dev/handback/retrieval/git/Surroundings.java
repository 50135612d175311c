package dev.handback.retrieval.git;

import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.LfsRemote;
import dev.handback.sources.Locator;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's history points at and its pack does not hold: large files, other repositories.
 *
 * @param repository where it was fetched; null when it came by hand
 * @param lfs opens the LFS server beside the repository
 * @param neighbours the other repositories of the exit
 */
record Surroundings(
        @Nullable Locator repository, Vault vault, Supplier<LfsRemote> lfs, Supplier<List<Neighbour>> neighbours) {

    LfsTaking.Taken largeFiles(GitRound round, RetrievalRequest request, GitLimits limits, Progress progress)
            throws IOException {
        LfsPointers pointers = round.recorder().lfs();
        if (pointers.isEmpty()) return LfsTaking.Taken.nothing();
        var paths = new PathsInHistory(round.repository(), round.tips(), pointers.blobs());
        var folder = request.workFolder().resolve("lfs");
        return new LfsTaking(vault, limits, progress, folder, object -> paths.of(pointers.blob(object)))
                .take(pointers.objects(), lfs);
    }

    List<Finding> submodules(GitRound round) throws IOException {
        Gitlinks links = round.recorder().gitlinks();
        if (links.isEmpty()) return List.of();
        try (var reader = round.repository().newObjectReader()) {
            return new Submodules(repository, neighbours.get(), vault).findings(links, reader);
        }
    }
}
