package dev.handback.exits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest closing of an exit.
 *
 * @param mode CLOSED or WITH_RESIDUALS
 * @param reopenedBy what has opened it again since; null while it is closed
 */
public record Closing(
        String mode,
        String reason,
        String closedBy,
        Instant closedAt,
        @Nullable Instant reopenedAt,
        @Nullable String reopenedBy) {}
