package dev.handback.work;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Settings {@code handback.work.*}; {@code threads} goes to the scheduler. */
@ConfigurationProperties("handback.work")
record WorkSettings(
        @DefaultValue("4") int threads,
        @DefaultValue("10s") Duration retryAfter,
        @DefaultValue("5s") Duration rounds) {
    private static final int MOST_DOUBLINGS = 6;

    Duration retryAfter(int failures) {
        return retryAfter.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    }
}
