package dev.handback;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a refusal as its one sentence instead of a stack trace. */
class EmbeddedDatabaseRefusal extends AbstractFailureAnalyzer<EmbeddedDatabaseRefused> {
    @Override
    protected FailureAnalysis analyze(Throwable start, EmbeddedDatabaseRefused refused) {
        return new FailureAnalysis(refused.getMessage(), null, start);
    }
}
