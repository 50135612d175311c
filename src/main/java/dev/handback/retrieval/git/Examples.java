package dev.handback.retrieval.git;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.util.ArrayList;
import java.util.List;

/** Counts what may happen a million times and remembers the first few. */
final class Examples {

    private static final int KEPT = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String example) {
        count++;
        if (first.size() < KEPT) first.add(example);
    }

    long count() {
        return count;
    }

    Finding finding(String code, String what) {
        String more = count > first.size() ? " and " + (count - first.size()) + " more" : "";
        return new Finding(code, count + " " + what + ": " + String.join(", ", first) + more);
    }
}
