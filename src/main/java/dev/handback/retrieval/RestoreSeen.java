package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a restore found.
 *
 * @param waiting asked for and not restored yet, or still to be asked for
 * @param readyUntil when the first restored copy goes
 * @param seenAs the key shown to the holder's store, never a secret
 */
public record RestoreSeen(
        long ready, long waiting, long failed, @Nullable Instant readyUntil, List<Finding> findings, String seenAs) {
    public RestoreSeen {
        findings = List.copyOf(findings);
    }

    /** The same with one finding more. */
    public RestoreSeen and(Finding more) {
        var all = new ArrayList<>(findings);
        all.add(more);
        return new RestoreSeen(ready, waiting, failed, readyUntil, all, seenAs);
    }
}
