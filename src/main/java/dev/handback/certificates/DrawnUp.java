package dev.handback.certificates;

import dev.handback.exits.Finding;
import java.util.List;

/** What came of drawing up a certificate. */
public sealed interface DrawnUp {

    /** The document lies frozen in the vault under its number and waits for a signature. */
    record Frozen(String number) implements DrawnUp {}

    /** Its gate is shut for everybody, so nothing was drawn up; each finding names its asset. */
    record NotYet(List<Finding> findings) implements DrawnUp {}
}
