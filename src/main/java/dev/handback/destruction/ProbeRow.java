package dev.handback.destruction;

import dev.handback.destruction.Probe.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at an asset as it is recorded.
 *
 * @param result null while it runs, or for good when it was killed
 * @param code of the look that decided, {@code says} is its sentence
 * @param detail every look with its proof, as JSON
 * @param answerSha256 what was asked and answered, in the vault
 */
public record ProbeRow(
        int ordinal,
        Purpose purpose,
        Instant begunAt,
        String connection,
        String locator,
        @Nullable Instant endedAt,
        @Nullable String result,
        @Nullable String seenAs,
        @Nullable String code,
        @Nullable String says,
        @Nullable String detail,
        @Nullable String answerSha256) {}
