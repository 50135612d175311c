package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One placing of an asset, as it was asked and as it ended.
 *
 * @param state ASKED, PLACED or FAILED
 * @param listingSha256 the fresh listing that showed it, in the vault
 */
public record Placing(
        int placing,
        String state,
        String askedBy,
        Instant askedAt,
        int number,
        String contentDigest,
        String destinationConnection,
        String destination,
        @Nullable Instant endedAt,
        @Nullable String listingSha256,
        @Nullable Long things,
        @Nullable String seenAs,
        List<Finding> findings) {}
