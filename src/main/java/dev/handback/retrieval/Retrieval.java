package dev.handback.retrieval;

import dev.handback.exits.Finding;
import java.util.List;

/** What came of asking for an asset to be retrieved. */
public sealed interface Retrieval {

    /** The gate shut between the question and the attempt; nothing was fetched and no attempt counted. */
    record NotBegun(List<Finding> findings) implements Retrieval {}

    /**
     * A stay or the end of the exit stopped an attempt at a safe point. It stays listed without an end, as a killed one does,
     * and the next one goes on from what it copied.
     */
    record Stopped(int number, List<Finding> findings) implements Retrieval {}

    /** An attempt ran to its end; whatever it took lies in the vault. */
    record Ended(int number, RetrievalOutcome outcome) implements Retrieval {}
}
