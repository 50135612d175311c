package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.util.ArrayList;
import java.util.List;

/** Counts what may happen a million times and remembers the first few. */
public final class Examples {

    private static final int KEPT = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    public void add(String example) {
        count++;
        if (first.size() < KEPT) first.add(example);
    }

    public long count() {
        return count;
    }

    /** @param what after the number, such as "refs are missing" */
    public Finding finding(String code, String what) {
        String more = count > first.size() ? " and " + (count - first.size()) + " more" : "";
        return new Finding(code, count + " " + what + ": " + String.join(", ", first) + more);
    }
}
