package dev.handback.work;

import org.jspecify.annotations.Nullable;

/** Tells those who wait how far a step is. */
@FunctionalInterface
public interface Progress {
    /**
     * May be called as often as convenient, only some calls are written. Throws {@link LostLease} when another node has
     * begun the next attempt: the work here is in vain.
     */
    void report(long doneBytes, long doneObjects, @Nullable Long totalObjects, String phase);

    /** For callers without an audience. */
    static Progress unseen() {
        return (doneBytes, doneObjects, totalObjects, phase) -> {};
    }
}
