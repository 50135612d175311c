package dev.handback.sources;

import java.nio.file.Path;

/** How the fetching of one LFS object ended. */
public sealed interface LfsEnd {

    /** It is in this file, with the size and SHA-256 that its pointer names. */
    record Here(Path file) implements LfsEnd {}

    /**
     * It did not come.
     *
     * @param code stable, as findings carry it
     * @param actual what there was instead; printable, free of secrets
     */
    record NotHere(String code, String actual) implements LfsEnd {}
}
