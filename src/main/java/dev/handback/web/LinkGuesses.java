package dev.handback.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Slows down who tries links: twenty wrong ones from an address, and it waits. Kept per node, for a bounded number of addresses. */
@Component
class LinkGuesses {
    private static final int FREE = 20;
    private static final int REMEMBERED = 10_000;
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Wrong(int count, Instant last) {}

    LinkGuesses(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayTry(String address) {
        var known = wrong.get(address);
        return known == null || known.count() < FREE || known.last().plus(PAUSE).isBefore(clock.instant());
    }

    synchronized void wrong(String address) {
        var known = wrong.remove(address);
        int before = known == null || known.last().plus(PAUSE).isBefore(clock.instant()) ? 0 : known.count();
        wrong.put(address, new Wrong(before + 1, clock.instant()));
    }
}
