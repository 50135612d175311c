package dev.handback.web;

import org.jspecify.annotations.Nullable;

/** How verdicts about packages look on pages. */
final class VerifyMarks {
    /** Of a check of a package; cannot be read is as bad as a finding. */
    public Mark verification(boolean ended, boolean waitsForFile, @Nullable Integer exitCode) {
        if (!ended) {
            return waitsForFile ? Mark.idle("Its file has not come") : Mark.running("Being checked");
        }
        if (exitCode == null) {
            return Mark.failed("Not judged");
        }
        return switch (exitCode) {
            case 0 -> Mark.proved("Good");
            case 1 -> Mark.failed("Findings");
            default -> Mark.failed("Cannot be read");
        };
    }

    /** Of an asset in a package. */
    public Mark verdict(String verdict) {
        return switch (verdict) {
            case "CERTIFIED" -> Mark.proved("Certified");
            case "HELD" -> Mark.needs("Held, not certified");
            case "REFUSED" -> Mark.failed("Refused");
            case "PARTIAL" -> Mark.failed("Partial");
            case "SEALED" -> Mark.idle("Sealed");
            default -> Mark.idle("Not held");
        };
    }
}
