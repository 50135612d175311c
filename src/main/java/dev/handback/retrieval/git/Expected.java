package dev.handback.retrieval.git;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.sources.Printable;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody said beforehand would be there, such as {@code refs=12;objects=300}. */
public record Expected(Map<String, String> counts) {

    public static Expected of(@Nullable String text) {
        if (text == null || text.isBlank()) return new Expected(Map.of());
        return new Expected(Stream.of(text.split(";"))
                .map(pair -> pair.strip().split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "", (a, b) -> a)));
    }

    /** Reports every difference; false when less came than expected. */
    public boolean compare(Taken taken, Consumer<Finding> findings) {
        boolean enough = true;
        for (var expected : counts.entrySet()) {
            Long actual = actual(expected.getKey(), taken);
            if (actual == null || !expected.getValue().matches("[0-9]{1,18}")) {
                findings.accept(new Finding(
                        "EXPECTED_UNUSABLE",
                        "cannot compare " + Printable.of(expected.getKey() + "=" + expected.getValue())));
                continue;
            }
            long wanted = Long.parseLong(expected.getValue());
            if (actual != wanted)
                findings.accept(new Finding(
                        "EXPECTED_DIFFERS", expected.getKey() + ": expected " + wanted + ", actual " + actual));
            enough &= actual >= wanted;
        }
        return enough;
    }

    private static @Nullable Long actual(String count, Taken taken) {
        return switch (count) {
            case "refs" -> Long.valueOf(taken.refCount());
            case "objects" -> Long.valueOf(taken.objects());
            case "bytes" -> Long.valueOf(taken.bytes());
            default -> null;
        };
    }
}
