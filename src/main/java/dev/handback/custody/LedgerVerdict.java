package dev.handback.custody;

import java.util.List;

/**
 * What an inspection of the ledger read, and what it found.
 *
 * @param checkpointsOutside how many signed heads outside the database it was compared with; without any, a rewritten
 *     history cannot be noticed
 */
public record LedgerVerdict(long entries, int factTables, int checkpointsOutside, List<LedgerFinding> findings) {
    public LedgerVerdict {
        findings = List.copyOf(findings);
    }

    /** Nothing contradicts anything. */
    public boolean good() {
        return findings.isEmpty();
    }
}
