package dev.handback.retrieval.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Ratios;
import dev.handback.TestDatabase;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;

/** Custody of buckets, with listings, rows and a second look, against {@code rclone copy} and {@code rclone check}. */
class BucketBenchmark {

    private static final int SMALL = Integer.getInteger("handback.bench.objects", 2_000);
    private static final int LARGE = Integer.getInteger("handback.bench.large-objects", 20);

    private static Path folder;

    private static S3Host store;
    private static Buckets vendor;
    private static TestDatabase database;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        store = S3Host.start(folder.resolve("s3proxy"), "4g");
        vendor = new Buckets(store.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY);
        database = TestDatabase.create();
    }

    @AfterAll
    static void stop() throws Exception {
        vendor.close();
        store.close();
        database.close();
    }

    @Test
    void takesManySmallObjects() throws Exception {
        compare("s3: %,d objects of 4 KiB".formatted(SMALL), filled(vendor.versioned(), SMALL, 4 << 10));
    }

    @Test
    void takesFewLargeObjects() throws Exception {
        compare("s3: %d objects of 10 MiB".formatted(LARGE), filled(vendor.versioned(), LARGE, 10 << 20));
    }

    private static void compare(String what, String bucket) throws Exception {
        Ratios.compare(what, folder, database, fresh -> take(bucket, fresh), """
                export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_V_TYPE=s3 RCLONE_CONFIG_V_PROVIDER=Other \\
                    RCLONE_CONFIG_V_ENDPOINT=%1$s RCLONE_CONFIG_V_ACCESS_KEY_ID=%2$s RCLONE_CONFIG_V_SECRET_ACCESS_KEY=%3$s
                rclone copy --transfers 16 v:%4$s copy && rclone check --checkers 16 v:%4$s copy""".formatted(
                        store.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY, bucket));
    }

    private static void take(String bucket, Path fresh) throws Exception {
        try (var documents = new Documents(fresh, database, store.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY)) {
            documents.limits = new S3Limits(
                    1_000_000,
                    DataSize.ofGigabytes(100),
                    DataSize.ofGigabytes(5),
                    16,
                    1000,
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(2),
                    Duration.ofHours(6),
                    3);
            assertThat(documents.take("s3://" + bucket).outcome()).isEqualTo(Outcome.VERIFIED);
        }
    }

    /** Several at once, or filling would take longer than measuring. */
    private static String filled(String bucket, int count, int size) throws Exception {
        var pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> puts = IntStream.range(0, count)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        var bytes = new byte[size];
                        new Random(i).nextBytes(bytes);
                        vendor.client.putObject(
                                p -> p.bucket(bucket).key("docs/%03d/%06d".formatted(i % 100, i)),
                                RequestBody.fromBytes(bytes));
                        return true;
                    })
                    .toList();
            for (Future<Boolean> put : pool.invokeAll(puts))
                assertThat(put.get()).isTrue();
            return bucket;
        } finally {
            pool.shutdown();
        }
    }
}
