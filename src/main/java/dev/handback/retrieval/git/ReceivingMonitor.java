package dev.handback.retrieval.git;

import dev.handback.sources.Printable;
import dev.handback.work.Progress;
import java.util.function.LongSupplier;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Passes JGit's progress on, not more than twice a second, and stops JGit when the thread is interrupted. */
final class ReceivingMonitor implements ProgressMonitor {

    private static final long EVERY = 500_000_000L;

    private final Progress progress;
    private final LongSupplier bytes;
    private String phase = "connecting";
    private long done;
    private long total;
    private long last;

    ReceivingMonitor(Progress progress, LongSupplier bytes) {
        this.progress = progress;
        this.bytes = bytes;
    }

    @Override
    public void start(int totalTasks) {}

    @Override
    public void beginTask(String title, int totalWork) {
        // titles of the other side's work come from the other side
        phase = Printable.of(title);
        done = 0;
        total = totalWork;
        report();
    }

    @Override
    public void update(int completed) {
        done += completed;
        if (System.nanoTime() - last > EVERY) report();
    }

    private void report() {
        last = System.nanoTime();
        progress.report(bytes.getAsLong(), done, total == UNKNOWN ? null : total, phase);
    }

    @Override
    public void endTask() {}

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public void showDuration(boolean enabled) {}
}
