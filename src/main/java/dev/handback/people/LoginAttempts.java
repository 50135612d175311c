package dev.handback.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: after five wrong passwords in a row an account waits, twice as long each time up to a quarter of
 * an hour; after thirty an address does. Kept per node and for a bounded number of names, since anybody can invent them.
 */
@Component
class LoginAttempts {
    private static final Logger log = LoggerFactory.getLogger(LoginAttempts.class);
    private static final int ACCOUNT = 5;
    private static final int ADDRESS = 30;
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Failures(int count, Instant until) {}

    LoginAttempts(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayTry(String id, String address) {
        return isOpen("id " + id) && isOpen("address " + address);
    }

    synchronized void failed(String id, String address) {
        count("id " + id, ACCOUNT);
        count("address " + address, ADDRESS);
        // not the id: people type passwords into the wrong field
        log.info("login refused address={}", address);
    }

    synchronized void succeeded(String id) {
        failures.remove("id " + id);
    }

    /** What somebody who is logged in shows the password once more for; each is counted apart. */
    enum Act {
        SIGNING,
        CHANGING
    }

    /** Until when this person's password is not even looked at for such an act; empty when it may be tried. */
    synchronized Optional<Instant> lockedUntil(Act act, String id) {
        return Optional.ofNullable(failures.get(act + " " + id))
                .map(Failures::until)
                .filter(until -> clock.instant().isBefore(until));
    }

    synchronized void failed(Act act, String id) {
        count(act + " " + id, ACCOUNT);
        log.info("password refused act={} person={}", act, id);
    }

    synchronized void succeeded(Act act, String id) {
        failures.remove(act + " " + id);
    }

    private boolean isOpen(String key) {
        var known = failures.get(key);
        return known == null || !clock.instant().isBefore(known.until());
    }

    private void count(String key, int free) {
        var known = failures.remove(key);
        int count = known == null || isForgotten(known) ? 1 : known.count() + 1;
        failures.put(key, new Failures(count, clock.instant().plus(pause(count - free))));
    }

    private boolean isForgotten(Failures known) {
        return known.until().plus(LONGEST).isBefore(clock.instant());
    }

    private static Duration pause(int tooMany) {
        if (tooMany < 0) {
            return Duration.ZERO;
        }
        var pause = Duration.ofSeconds(30L << Math.min(tooMany, 10));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
