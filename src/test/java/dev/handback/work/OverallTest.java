package dev.handback.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OverallTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void tellsTheTimeLeftByWhatEndedLately() {
        assertThat(Overall.left(100, 20, NOW.minusSeconds(60), NOW)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void inventsNothingWhereThereIsTooLittleToTellBy() {
        assertThat(Overall.left(100, 2, NOW.minusSeconds(60), NOW)).isNull();
        assertThat(Overall.left(100, 20, NOW.minusSeconds(29), NOW)).isNull();
        assertThat(Overall.left(100, 0, null, NOW)).isNull();
        assertThat(Overall.left(0, 20, NOW.minusSeconds(60), NOW)).isNull();
    }
}
