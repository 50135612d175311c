package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GlancesTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final Glances<Integer> glances = new Glances<>(now::get);

    @Test
    void looksOnceForAllWhoAskWithinSecondsAndOfEachThingByItself() {
        assertThat(look("X-1")).isEqualTo(1);
        now.addAndGet(Glances.FRESH.toNanos() - 1);
        assertThat(look("X-1")).isEqualTo(1);
        assertThat(look("X-2")).isEqualTo(2);

        now.addAndGet(1);

        assertThat(look("X-1")).isEqualTo(3);
    }

    @Test
    void showsTheLastLookWhileSomebodyLooksAnewButNoneThatIsTooOld() {
        look("X-1");
        now.addAndGet(Glances.FRESH.toNanos());
        glances.of("X-1", () -> {
            assertThat(look("X-1")).isEqualTo(1);
            now.addAndGet(Glances.OLDEST.toNanos());
            assertThat(look("X-1")).isEqualTo(2);
            return 0;
        });
    }

    @Test
    void keepsNothingOfALookThatFailed() {
        assertThatThrownBy(() -> glances.of("X-1", () -> {
                    throw new IllegalStateException("no such exit");
                }))
                .hasMessage("no such exit");

        assertThat(look("X-1")).isEqualTo(1);
    }

    @Test
    void neverGoesBackBehindWhatWasSeen() {
        assertThat(look("X-1")).isEqualTo(1);
        now.addAndGet(1);

        assertThat(glances.anew("X-1", looks::incrementAndGet)).isEqualTo(2);
        assertThat(look("X-1")).as("what a page was loaded with").isEqualTo(2);

        glances.anew("X-1", () -> {
            now.addAndGet(1);
            glances.anew("X-1", looks::incrementAndGet);
            return -1; // a slow look, of before
        });
        assertThat(look("X-1")).isEqualTo(3);
    }

    private int look(String key) {
        return glances.of(key, looks::incrementAndGet);
    }
}
