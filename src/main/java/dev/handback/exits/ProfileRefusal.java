package dev.handback.exits;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with a profile as its one sentence instead of a stack trace. */
class ProfileRefusal extends AbstractFailureAnalyzer<InvalidProfile> {
    @Override
    protected FailureAnalysis analyze(Throwable start, InvalidProfile refused) {
        return new FailureAnalysis(
                refused.getMessage(), "Correct the file, or take it out of handback.profiles-dir.", start);
    }
}
