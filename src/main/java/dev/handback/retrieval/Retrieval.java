package dev.handback.retrieval;

import dev.handback.exits.Finding;
import java.util.List;

/** What came of asking for an asset to be retrieved. */
public sealed interface Retrieval {

    /** The gate shut between the question and the attempt; nothing was fetched and no attempt counted. */
    record NotBegun(List<Finding> findings) implements Retrieval {}

    /** An attempt ran to its end; whatever it took lies in the vault. */
    record Ended(int number, RetrievalOutcome outcome) implements Retrieval {}
}
