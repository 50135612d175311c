package dev.handback.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nobody is told a time that nobody knows. */
class PaceTest {

    @Test
    void countsOnlyWhatCameInThisPhase() {
        assertThat(Pace.between(Duration.ofSeconds(10), 5_000, 20, 100L, 60))
                .isEqualTo(new Pace(500, Duration.ofSeconds(20)));
    }

    @Test
    void saysNoEndWhereTheTotalIsNotKnown() {
        assertThat(Pace.between(Duration.ofSeconds(10), 5_000, 20, null, 60)).isEqualTo(new Pace(500, null));
        assertThat(Pace.between(Duration.ofSeconds(10), 5_000, 0, 100L, 60)).isEqualTo(new Pace(500, null));
    }

    @Test
    void saysNothingSoonOrWhileNothingComes() {
        assertThat(Pace.between(Duration.ofSeconds(4), 5_000, 20, 100L, 60)).isNull();
        assertThat(Pace.between(Duration.ofSeconds(60), 0, 20, 100L, 60)).isNull();
    }

    @Test
    void neverSaysLessThanNothing() {
        assertThat(Pace.between(Duration.ofSeconds(10), 10, 20, 100L, 120)).isEqualTo(new Pace(1, Duration.ZERO));
    }
}
