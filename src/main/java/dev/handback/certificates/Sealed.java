package dev.handback.certificates;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A sealed document.
 *
 * @param pdf begins with exactly the frozen bytes
 * @param level {@code PAdES-BASELINE-B} or {@code PAdES-BASELINE-LT}
 * @param timeStampedBy the authority that answered
 */
public record Sealed(byte[] pdf, String level, @Nullable URI timeStampedBy) {}
