package dev.handback.retrieval.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.retrieval.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/**
 * What stays in memory while a bucket is listed and copied, after collections in its midst: as much for many versions as for
 * few. Unlike a time that is no property of the machine, so it is asserted.
 */
class FlatMemoryBenchmark {
    private static final int FEW = Integer.getInteger("handback.bench.few-versions", 25_000);
    private static final int MANY = Integer.getInteger("handback.bench.many-versions", 100_000);
    /** Bytes for each further version that are taken for a leak: a row kept in memory has several hundred. */
    private static final long LEAK = 100;

    @Test
    void holdsNoMoreForManyVersionsThanForFew(@TempDir Path folder) throws Exception {
        try (var database = TestDatabase.create()) {
            most(1_000, folder.resolve("warm"), database);
            long few = most(FEW, folder.resolve("few"), database);
            long many = most(MANY, folder.resolve("many"), database);

            assertThat(many - few).isLessThan(Math.max(2L << 20, (long) (MANY - FEW) * LEAK));
        }
    }

    @SuppressWarnings("SystemOut")
    private static long most(int versions, Path folder, TestDatabase database) throws Exception {
        java.nio.file.Files.createDirectories(folder);
        var most = new long[2];
        try (var store = new EndlessStore(versions);
                var documents = new Documents(folder, database, store.endpoint(), "key", "secret")) {
            documents.limits = limits();
            long before = used();
            long[] next = {0};
            documents.progress = (bytes, objects, total, phase) -> {
                if (objects < next[0] && objects > 0) return;
                next[0] = objects >= versions ? versions / 5 : objects + versions / 5;
                most[0] = Math.max(most[0], used() - before);
                most[1]++;
            };
            long begun = System.nanoTime();
            assertThat(documents.take("s3://endless").outcome()).isEqualTo(Outcome.VERIFIED);
            System.out.printf(
                    Locale.ROOT,
                    "MEMORY | %,9d versions | %7.1f s | at most %6.2f MB more than before it, after each of %d collections%n",
                    versions,
                    (System.nanoTime() - begun) / 1e9,
                    most[0] / 1e6,
                    most[1]);
        }
        return most[0];
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static S3Limits limits() {
        return new S3Limits(
                1_000_000,
                DataSize.ofGigabytes(1),
                DataSize.ofMegabytes(1),
                16,
                1000,
                Duration.ofSeconds(20),
                Duration.ofMinutes(2),
                Duration.ofHours(6),
                3);
    }
}
