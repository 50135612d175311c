package dev.handback.custody;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ledger did not grow out of checkpoints that are kept outside the database: it is older than they are, or was
 * rewritten, or they were. The application does not start on it and has written no fact; a newer version
 * has migrated the schema by then.
 */
class HistoryContradicted extends RuntimeException {
    private static final int NAMED = 10;

    HistoryContradicted(Path checkpoints, List<LedgerFinding> findings) {
        super("the ledger contradicts the checkpoints kept in " + checkpoints + ": "
                + findings.stream().limit(NAMED).map(LedgerFinding::toString).collect(Collectors.joining("; "))
                + (findings.size() > NAMED ? "; and " + (findings.size() - NAMED) + " more" : ""));
    }
}
