package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be placed where.
 *
 * @param number the attempt that is placed
 * @param bundleSha256 its bundle in the vault; null where there is none
 * @param head the branch that HEAD names, or a commit
 * @param lfsObjects how many Git LFS objects belong to it
 * @param lfs some of them after an oid, in the order of the oids, "" begins; none at the end
 * @param vendor short name of the vendor, for the names of refs that hosts keep for themselves
 * @param workFolder empty; whoever asked removes it
 */
public record PlacingRequest(
        String exit,
        String asset,
        int number,
        @Nullable String bundleSha256,
        @Nullable String head,
        long lfsObjects,
        Function<String, List<HeldLfs>> lfs,
        String connection,
        String destination,
        String vendor,
        Path workFolder) {}
