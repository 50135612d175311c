package dev.handback.retrieval;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has to take.
 *
 * @param connection name of the configured connection
 * @param locator as the register has it
 * @param baseline as the register has it, such as {@code commit:<id>}
 * @param expected as the register has it, such as {@code refs=12;objects=300}
 * @param workFolder exists and is empty; the caller deletes it when all files to be held are in the vault
 */
public record RetrievalRequest(
        String exit,
        String asset,
        int attempt,
        String connection,
        String locator,
        @Nullable String baseline,
        @Nullable String expected,
        Path workFolder) {}
