package dev.handback.retrieval.s3;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.s3.Inventory.Totals;
import dev.handback.sources.Printable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What somebody said beforehand would be there, such as {@code objects=300;bytes=4096}. */
record ExpectedDocuments(@Nullable String text) {

    /** Reports every difference; false when less came than expected. */
    boolean compare(Totals totals, Consumer<Finding> findings) {
        boolean enough = true;
        if (text == null || text.isBlank()) return true;
        for (String pair : text.split(";")) {
            String[] parts = pair.strip().split("=", 2);
            Long actual = actual(parts[0], totals);
            if (actual == null || parts.length < 2 || !parts[1].matches("[0-9]{1,18}")) {
                findings.accept(new Finding("EXPECTED_UNUSABLE", "cannot compare " + Printable.of(pair)));
                continue;
            }
            long wanted = Long.parseLong(parts[1]);
            if (actual != wanted)
                findings.accept(
                        new Finding("EXPECTED_DIFFERS", parts[0] + ": expected " + wanted + ", actual " + actual));
            enough &= actual >= wanted;
        }
        return enough;
    }

    private static @Nullable Long actual(String count, Totals totals) {
        return switch (count) {
            case "objects" -> Long.valueOf(totals.objects());
            case "versions" -> Long.valueOf(totals.versions());
            case "bytes" -> Long.valueOf(totals.heldBytes());
            default -> null;
        };
    }
}
