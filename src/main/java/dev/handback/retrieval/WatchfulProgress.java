package dev.handback.retrieval;

import dev.handback.exits.Finding;
import dev.handback.work.Progress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks up from the work now and then: an act against a stay may itself be a breach, so a retrieval does not run on for
 * hours after one was declared. Used by one thread or several of one attempt.
 */
final class WatchfulProgress implements Progress {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Progress told;
    private final Supplier<List<Finding>> pauses;
    private long asked = System.nanoTime() - PAUSE;

    WatchfulProgress(Progress told, Supplier<List<Finding>> pauses) {
        this.told = told;
        this.pauses = pauses;
    }

    /** Nothing more may be fetched; the findings say why. */
    static final class Paused extends RuntimeException {
        private final transient List<Finding> findings;

        Paused(List<Finding> findings) {
            super(findings.toString());
            this.findings = List.copyOf(findings);
        }

        List<Finding> findings() {
            return findings;
        }
    }

    @Override
    public void report(long doneBytes, long doneObjects, @Nullable Long totalObjects, String phase) {
        told.report(doneBytes, doneObjects, totalObjects, phase);
        ask();
    }

    private synchronized void ask() {
        if (System.nanoTime() - asked < PAUSE) {
            return;
        }
        var findings = pauses.get();
        if (!findings.isEmpty()) {
            throw new Paused(findings);
        }
        asked = System.nanoTime();
    }
}
