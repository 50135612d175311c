package dev.handback.notices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open task, as the digest lists it.
 *
 * @param task the engine's id
 * @param page where its facts are, relative to this server; empty when the task has none
 * @param soon from then on it counts as due soon
 */
public record OpenTask(
        String exit,
        String task,
        String name,
        @Nullable Instant due,
        @Nullable Instant soon,
        String page,
        @Nullable String runbook) {
    public OpenTask {
        page = page.isEmpty() ? page : Notice.ours(page);
    }
}
