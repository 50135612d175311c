package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a placing ended.
 *
 * @param listing a file with the destination's own fresh listing, which shows everything; null when it does not
 * @param things how many refs and Git LFS objects, versions and delete markers, or files it shows
 * @param seenAs the name that the destination sees us under; never a secret
 */
public record PlacingOutcome(@Nullable Path listing, long things, String seenAs, List<Finding> findings) {

    public PlacingOutcome {
        findings = List.copyOf(findings);
        if (listing == null && findings.isEmpty()) throw new IllegalArgumentException("not placed, without a reason");
        if (listing != null && things < 1) throw new IllegalArgumentException("an empty set is not placed");
    }

    public static PlacingOutcome failed(String seenAs, List<Finding> why) {
        return new PlacingOutcome(null, 0, seenAs, why);
    }
}
