package dev.handback.web;

import java.util.Locale;

/** How the states of quarantines and erasures look on pages. */
final class QuarantineMarks {
    /** What is sealed is nobody's to use; what is erased is gone by our own will. */
    public Mark quarantine(String state) {
        return switch (state) {
            case "ACTIVE" -> Mark.failed("Sealed");
            case "ERASING" -> Mark.running("Being erased");
            case "ERASED" -> Mark.idle("Erased");
            default -> Mark.idle("Released");
        };
    }

    /** However well it ended, nothing of it counts. */
    public Mark attempt(String outcome) {
        return Mark.failed(outcome + ", sealed");
    }

    public Mark erasure(String state) {
        return switch (state) {
            case "ASKED" -> Mark.needs("Asked");
            case "APPROVED", "ERASING" -> Mark.running("Approved");
            case "NOT_ERASED" -> Mark.failed("Not begun");
            default ->
                Mark.idle(state.charAt(0)
                        + state.substring(1).toLowerCase(Locale.ROOT).replace('_', ' '));
        };
    }
}
