package dev.handback.retrieval.s3;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A walk through pages that looks one element ahead; holds one page. */
final class Pages<T> {
    private final Supplier<List<T>> more;
    private Iterator<T> page = Collections.emptyIterator();
    private @Nullable T ahead;

    /** @param more the next page; empty after the last one, however often it is asked */
    Pages(Supplier<List<T>> more) {
        this.more = more;
    }

    /** The next element without taking it; null at the end. */
    @Nullable
    T peek() {
        if (ahead != null) return ahead;
        if (!page.hasNext()) page = more.get().iterator();
        if (page.hasNext()) ahead = page.next();
        return ahead;
    }

    T take() {
        var next = peek();
        if (next == null) throw new NoSuchElementException();
        ahead = null;
        return next;
    }
}
