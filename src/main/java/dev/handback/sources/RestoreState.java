package dev.handback.sources;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an archived version can be read now.
 *
 * @param until when its restored copy goes; null when none is told
 */
public record RestoreState(State state, @Nullable Instant until) {

    public enum State {
        /** Neither readable nor being restored. */
        ARCHIVED,
        ONGOING,
        READABLE
    }
}
