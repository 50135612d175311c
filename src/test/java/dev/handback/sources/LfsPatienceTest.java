package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.sources.LfsPatience.Answered;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that says how long it is busy is believed by all downloads, up to a limit. */
class LfsPatienceTest {

    private static final Locator SERVER = Locator.parse("https://git.example.com/films.git/info/lfs");

    private final LfsPatience patience = new LfsPatience(4, 1, Duration.ZERO, Duration.ofMillis(300));
    private final PinnedHttp http = new PinnedHttp(
            new EgressPolicy.Destination(SERVER, List.of()),
            null,
            new RemoteLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1), 1000, 10));

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void leavesABusyServerAloneForTheOthersToo() throws Exception {
        long before = System.nanoTime();
        refused(429, Duration.ofDays(1));

        long waited = patience.insist(SERVER, http, () -> System.nanoTime() - before);

        assertThat(Duration.ofNanos(waited)).isBetween(Duration.ofMillis(295), Duration.ofSeconds(30));
    }

    @Test
    void doesNotHoldTheOthersBackBecauseOfAFaultOfOneObject() {
        refused(500, Duration.ofDays(1));
        refused(404, null);

        assertThat(http.leftAlone()).isZero();
    }

    private void refused(int status, @org.jspecify.annotations.Nullable Duration retryAfter) {
        assertThatThrownBy(() -> patience.insist(SERVER, http, () -> {
                    throw new Answered(status, retryAfter);
                }))
                .isInstanceOf(Answered.class);
    }
}
