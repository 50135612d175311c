package dev.handback.exits;

import java.util.List;
import java.util.stream.Collectors;

/** What was entered cannot be used; names every field with what was expected. Nothing of it was recorded. */
public class InvalidInput extends RuntimeException {
    /** One field that cannot be used; the message says what was expected and what was found. */
    public record Problem(String field, String message) {}

    private final List<Problem> problems;

    public InvalidInput(List<Problem> problems) {
        super(problems.stream().map(p -> p.field() + ": " + p.message()).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** The engine shows {@code toString()} to people. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
