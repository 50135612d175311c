package dev.handback.work;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes at most one report a second, and each new phase at once; used by one thread or several of one step. */
final class WrittenProgress implements Progress {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    private final WorkTable table;
    private final WorkOrder order;
    private String phase = "";
    private long written = System.nanoTime() - PAUSE;

    WrittenProgress(WorkTable table, WorkOrder order) {
        this.table = table;
        this.order = order;
    }

    @Override
    public synchronized void report(long doneBytes, long doneObjects, @Nullable Long totalObjects, String phase) {
        if (phase.equals(this.phase) && System.nanoTime() - written < PAUSE) {
            return;
        }
        table.progress(order, doneBytes, doneObjects, totalObjects, phase);
        this.phase = phase;
        this.written = System.nanoTime();
    }
}
