package dev.handback.retrieval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of an asset; stays listed for ever.
 *
 * @param outcome how it ended; null while it runs, or for good when it was killed and a later one took over
 * @param findings as JSON, each with code and detail
 */
public record Attempt(
        int number,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String outcome,
        String findings,
        @Nullable String contentDigest,
        @Nullable String bundleSha256,
        @Nullable Long bundleBytes,
        @Nullable String manifestSha256,
        @Nullable String swhid,
        @Nullable String head,
        @Nullable Long refs,
        @Nullable Long objects,
        @Nullable Long bytes,
        @Nullable Long oldCommits,
        @Nullable Long newCommits,
        @Nullable Long versions,
        @Nullable Long markers,
        @Nullable Long uploads,
        @Nullable Long oldVersions,
        @Nullable Long newVersions,
        @Nullable String splitBasis,
        @Nullable String seenAs,
        @Nullable Instant seenAt,
        boolean latest) {

    /** Whether it was killed: it never ended, and another began. */
    public boolean interrupted() {
        return endedAt == null && !latest;
    }
}
