package dev.handback.process;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that is overdue by more than the exit's profile bears.
 *
 * @param groups who could do it
 * @param assignee who has claimed it; null when nobody has
 * @param runbook id of the task's runbook
 */
public record Escalated(
        String name,
        Instant due,
        List<String> groups,
        @Nullable String assignee,
        @Nullable String runbook) {}
