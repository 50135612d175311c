package dev.handback.exits;

/** A command that contradicts the facts, or that this person may not give; the message says which and why. */
public class Refused extends RuntimeException {
    public Refused(String message) {
        super(message);
    }

    /** The engine shows {@code toString()} to people. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
