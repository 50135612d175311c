package dev.handback.work;

import org.jspecify.annotations.Nullable;

/** Where a long step says how far it is. */
public interface Progress {

    void report(long doneBytes, long doneObjects, @Nullable Long totalObjects, String phase);
}
