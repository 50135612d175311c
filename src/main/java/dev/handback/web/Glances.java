package dev.handback.web;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One look for all who ask at about the same time, so that twenty people who watch an exit cost little more than one. Only for what
 * is asked again and again by itself and is the same for everybody: what it shows may be a few seconds old.
 */
final class Glances<T> {
    static final Duration FRESH = Duration.ofSeconds(6);
    /** While somebody looks anew the others are shown the last look, but none that is older. */
    static final Duration OLDEST = Duration.ofSeconds(20);

    private static final int MANY = 200;

    private record Glance<T>(T seen, long at) {}

    private final Map<String, Glance<T>> last = new ConcurrentHashMap<>();
    private final Set<String> looking = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanos;

    Glances(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param look may throw; nothing is kept then */
    T of(String key, Supplier<T> look) {
        var glance = last.get(key);
        if (glance != null && (isWithin(FRESH, glance) || isWithin(OLDEST, glance) && looking.contains(key))) {
            return glance.seen();
        }
        looking.add(key);
        try {
            return anew(key, look);
        } finally {
            looking.remove(key);
        }
    }

    /** A look of this moment, which the next ones are shown: nobody goes back behind what was seen. */
    T anew(String key, Supplier<T> look) {
        var at = nanos.getAsLong(); // before the look: what it shows is no younger
        var seen = look.get();
        if (last.size() > MANY) last.values().removeIf(old -> !isWithin(OLDEST, old));
        last.merge(key, new Glance<>(seen, at), (one, other) -> one.at() - other.at() > 0 ? one : other);
        return seen;
    }

    private boolean isWithin(Duration age, Glance<T> glance) {
        return nanos.getAsLong() - glance.at() < age.toNanos();
    }
}
