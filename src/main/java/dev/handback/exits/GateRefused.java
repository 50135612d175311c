package dev.handback.exits;

import java.util.List;
import java.util.stream.Collectors;

/** A command met a shut gate; nothing of it was recorded. Carries every finding. */
public class GateRefused extends RuntimeException {
    /** A task's message is one line that goes away, so it names the first few; pages list them all. */
    private static final int NAMED = 3;

    private final List<Finding> findings;

    public GateRefused(String gate, List<Finding> findings) {
        super(gate + " is not open yet. "
                + findings.stream().limit(NAMED).map(Finding::toString).collect(Collectors.joining("; "))
                + (findings.size() > NAMED ? "; and " + (findings.size() - NAMED) + " more, see the page" : "") + ".");
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }

    /** The engine shows {@code toString()} to people. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
