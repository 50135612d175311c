package dev.handback.custody;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what contradicts the history, and the way on, instead of a stack trace. */
class HistoryRefusal extends AbstractFailureAnalyzer<HistoryContradicted> {
    @Override
    protected FailureAnalysis analyze(Throwable start, HistoryContradicted refused) {
        return new FailureAnalysis(
                refused.getMessage(),
                "No fact was written. Restore the database that these checkpoints were made of; \"ledger verify\" says all"
                        + " that differs. Runbook: ops-backup-and-restore.",
                start);
    }
}
