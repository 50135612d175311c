package dev.handback.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out from the facts of an exit, kept until it has another fact: over thousands of assets that takes seconds, and
 * all who have its page open ask for the same. Only for what is the same for everybody. Nothing is decided by it.
 */
final class Unchanged<T> {
    /** Days begin, readings of bytes grow old, and another exit finds a connection shut, without a fact of this exit. */
    static final Duration OLDEST = Duration.ofMinutes(1);

    private static final int MANY = 200;

    private record Known<T>(T value, long newest, Instant at) {}

    /** One exit; whoever holds its lock works, the others wait and are given the same. */
    private static final class Kept<T> {
        private volatile @Nullable Known<T> known;
    }

    private final Map<String, Kept<T>> exits = new ConcurrentHashMap<>();
    private final ToLongFunction<String> newest;
    private final InstantSource clock;

    /** @param newest the number of an exit's newest fact */
    Unchanged(ToLongFunction<String> newest, InstantSource clock) {
        this.newest = newest;
        this.clock = clock;
    }

    /** @param work may throw; nothing is kept then */
    T of(String exit, Supplier<T> work) {
        if (exits.size() > MANY) exits.values().removeIf(this::isOld);
        var kept = exits.computeIfAbsent(exit, none -> new Kept<>());
        long asked = newest.applyAsLong(exit);
        synchronized (kept) {
            var known = kept.known;
            // what was worked out meanwhile knows every fact that there was when this was asked
            if (known == null || known.newest() < asked || isOld(kept)) {
                // before the work: what it finds is no older than these
                long fact = newest.applyAsLong(exit);
                var at = clock.instant();
                known = new Known<>(work.get(), fact, at);
                kept.known = known;
            }
            return known.value();
        }
    }

    private boolean isOld(Kept<T> kept) {
        var known = kept.known;
        return known == null
                || Duration.between(known.at(), clock.instant()).abs().compareTo(OLDEST) >= 0;
    }
}
