package dev.handback.vault;

import dev.handback.Sha256;

/** Whether bytes in the vault are still the bytes that were put there. */
public sealed interface Fixity {
    /** Read whole just now, and unchanged. */
    record Intact(Sha256 sha256, long bytes) implements Fixity {}

    /** Changed, cut or grown since it was stored. */
    record Mismatch(Sha256 expected, Sha256 actual) implements Fixity {}

    /** Not there. */
    record Missing(Sha256 expected) implements Fixity {}
}
