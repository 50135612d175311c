package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnchangedTest {
    private Instant now = Instant.EPOCH;
    private final AtomicLong newest = new AtomicLong(-1);
    private final AtomicInteger works = new AtomicInteger();
    private final Unchanged<Integer> unchanged = new Unchanged<>(exit -> newest.get(), () -> now);

    @Test
    void worksOnceUntilTheExitHasAnotherFact() {
        assertThat(work("X-1")).isEqualTo(1);
        assertThat(work("X-1")).isEqualTo(1);
        assertThat(work("X-2")).as("another exit").isEqualTo(2);

        newest.set(7);

        assertThat(work("X-1")).isEqualTo(3);
        assertThat(work("X-1")).isEqualTo(3);
    }

    @Test
    void worksAnewForAFactThatCameInMeanwhile() {
        unchanged.of("X-1", () -> {
            newest.incrementAndGet();
            return 0;
        });

        assertThat(work("X-1")).isEqualTo(1);
    }

    @Test
    void keepsNothingForLongerThanTimeMayBePassedOver() {
        work("X-1");
        now = now.plus(Unchanged.OLDEST).minusNanos(1);
        assertThat(work("X-1")).isEqualTo(1);

        now = now.plusNanos(1);

        assertThat(work("X-1")).isEqualTo(2);
        now = Instant.EPOCH; // a clock that was put back
        assertThat(work("X-1")).isEqualTo(3);
    }

    @Test
    void keepsNothingOfAWorkThatFailed() {
        assertThatThrownBy(() -> unchanged.of("X-1", () -> {
                    throw new IllegalStateException("no such exit");
                }))
                .hasMessage("no such exit");

        assertThat(work("X-1")).isEqualTo(1);
    }

    @Test
    void worksOnceForManyWhoAskAtOnce() throws Exception {
        var all = new CountDownLatch(8);
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            var asked = IntStream.range(0, 8)
                    .mapToObj(n -> people.submit(() -> {
                        all.countDown();
                        all.await();
                        return unchanged.of("X-1", this::slowly);
                    }))
                    .toList();
            for (var one : asked) {
                assertThat(one.get()).isEqualTo(1);
            }
        } finally {
            people.shutdown();
        }
    }

    /** So long that the others ask meanwhile. */
    private int slowly() {
        try {
            Thread.sleep(50);
            return works.incrementAndGet();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int work(String exit) {
        return unchanged.of(exit, works::incrementAndGet);
    }
}
