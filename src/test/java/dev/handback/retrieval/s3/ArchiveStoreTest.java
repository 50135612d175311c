package dev.handback.retrieval.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.ArchiveStore.Order;
import dev.handback.retrieval.ArchivedAttempt;
import dev.handback.retrieval.RestoreSeen;
import dev.handback.retrieval.RestoreSettings;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.EgressPolicy;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is asked of a store with archive classes, and what its answers come to. */
class ArchiveStoreTest {
    private static final Instant LATER = Instant.now().plus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private static TestDatabase database;

    private ScriptedStore store;
    private S3ArchiveStore archives;
    private Instant now = Instant.now();
    private Progress progress = Progress.unseen();

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        store = new ScriptedStore();
        archives = archives(folder, store.endpoint(), "key", "canary-secret");
    }

    private S3ArchiveStore archives(Path folder, String endpoint, String key, String secretKey) throws IOException {
        var access = Files.writeString(folder.resolve("access"), key + "\n");
        var secret = Files.writeString(folder.resolve("secret"), secretKey + "\n");
        var app = database.app();
        var table = new RestoreTable(JdbcClient.create(app), new JdbcTemplate(app));
        return new S3ArchiveStore(
                ConnectionFixture.store(endpoint, access, secret),
                new EgressPolicy(),
                Documents.limits(1000, 4),
                table,
                new RestoreSettings(Duration.ofHours(1), Duration.ofHours(96), Duration.ofHours(12), 1000),
                clock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void asksForEachVersionOnceByItsIdAndLooksByHeadAlone() throws Exception {
        var order = order("a", "deep", "c d/ü");

        assertThat(look(order)).isEqualTo(new RestoreSeen(0, 3, 0, null, List.of(), "access key ending in key"));
        store.archive.complete("a", LATER);
        assertThat(look(order).ready()).isEqualTo(1);
        store.archive.complete("deep", LATER.plusSeconds(60));
        store.archive.complete("c d/ü", LATER.plusSeconds(60));

        assertThat(look(order)).isEqualTo(new RestoreSeen(3, 0, 0, LATER, List.of(), "access key ending in key"));
        assertThat(store.restoresAsked()).containsExactly("a v1 Bulk 7", "c d/ü v1 Bulk 7", "deep v1 Bulk 7");
        assertThat(store.gets.get()).isZero();
    }

    @Test
    void takesAConflictForWhatItIs() throws Exception {
        var order = order("a");
        look(order);
        var again = new Order(order.exit(), order.asset(), 2, 1, "bucket-vendor", "s3://scripted", "Bulk", 7);

        assertThat(look(again)).isEqualTo(new RestoreSeen(0, 1, 0, null, List.of(), "access key ending in key"));
        store.archive.complete("a", LATER);
        assertThat(look(again).ready()).isEqualTo(1);
    }

    @Test
    void findsReadableWhatNeedsNoRestore() throws Exception {
        var order = order("a");
        store.objects.clear();
        store.object("a", "moved to another class by the holder meanwhile");
        store.archive.ofRestore.put(
                "a", ScriptedStore.error(403, "InvalidObjectState", "not allowed for the storage class"));
        store.archive.complete("a", LATER);

        look(order);

        assertThat(look(order).ready()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, RESTORE_FORBIDDEN",
        "404, NoSuchVersion, OBJECT_VANISHED",
        "400, QuotaExceeded, RESTORE_REFUSED",
        "409, OperationAborted, RESTORE_REFUSED",
    })
    void saysOfARefusedVersionWhyAndGoesOnWithTheOthers(int status, String code, String finding) throws Exception {
        var order = order("a", "b");
        store.archive.ofRestore.put("a", ScriptedStore.error(status, code, "no"));

        var seen = look(order);

        assertThat(seen.waiting()).isEqualTo(1);
        assertThat(seen.failed()).isEqualTo(1);
        assertThat(seen.findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo(finding);
            assertThat(f.detail()).contains("of a", code).doesNotContain("canary-secret");
        });
    }

    @Test
    void asksAStoreThatKnowsNoRestoreOnceOnly() throws Exception {
        var order = order("a", "b", "c");
        List.of("a", "b", "c")
                .forEach(key ->
                        store.archive.ofRestore.put(key, ScriptedStore.error(501, "NotImplemented", "not here")));

        var seen = look(order);

        assertThat(seen.failed()).isEqualTo(3);
        assertThat(codes(seen)).containsExactly("RESTORE_UNSUPPORTED");
        assertThat(store.restoresAsked()).hasSize(1);
    }

    @Test
    void isToldByARealStoreThatItKnowsNoRestore(@TempDir Path folder) throws Exception {
        try (var proxy = S3Host.start(folder.resolve("store"));
                var buckets = new Buckets(proxy.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY)) {
            var bucket = buckets.versioned();
            buckets.put(bucket, "a", "content");
            var exit = ArchivedAttempt.of(database, "held", "a");
            var order = new Order(exit.id(), ArchivedAttempt.ASSET, 1, 1, "bucket-vendor", "s3://" + bucket, "Bulk", 7);

            var seen = archives(folder, proxy.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY)
                    .look(order, progress);

            assertThat(seen.failed()).isEqualTo(1);
            assertThat(seen.findings()).singleElement().satisfies(f -> {
                assertThat(f.code()).isEqualTo("RESTORE_UNSUPPORTED");
                assertThat(f.detail()).contains("501 NotImplemented", "its holder must");
            });
        }
    }

    @Test
    void stopsAskingWhereTheRightIsMissing() throws Exception {
        var keys = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            keys.add("key-%03d".formatted(i));
            store.archive.ofRestore.put("key-%03d".formatted(i), ScriptedStore.error(403, "AccessDenied", "no"));
        }

        var seen = look(order(keys.toArray(String[]::new)));

        assertThat(seen.failed()).isEqualTo(120);
        assertThat(codes(seen)).containsExactly("RESTORE_FORBIDDEN");
        assertThat(store.restoresAsked()).hasSize(20);
    }

    @Test
    void failsAtOnceWhereOurKeyIsRefused() throws Exception {
        var order = order("a", "b");
        store.archive.ofRestore.put("a", ScriptedStore.error(403, "InvalidAccessKeyId", "unknown"));

        var seen = look(order);

        assertThat(seen.failed()).isEqualTo(2);
        assertThat(codes(seen)).containsExactly("S3_403");
        assertThat(store.restoresAsked()).hasSize(1);
    }

    @Test
    void asksAgainLaterWhereTheStoreIsNotReached() throws Exception {
        var order = order("a", "b");
        store.close();

        var seen = look(order);

        assertThat(seen.waiting()).isEqualTo(2);
        assertThat(seen.findings()).hasSize(1);
    }

    @Test
    void noticesCopiesThatWentAndRequestsThatWereLost() throws Exception {
        var order = order("a", "b", "c");
        look(order);
        store.archive.complete("a", LATER);
        store.archive.complete("b", Instant.MIN);
        assertThat(codes(look(order))).containsExactly("RESTORE_LOST");

        now = LATER.plusSeconds(1);
        store.archive.now = now;
        var seen = look(order);

        assertThat(seen.waiting()).isEqualTo(1);
        assertThat(codes(seen)).containsExactly("RESTORE_LAPSED", "RESTORE_LOST");
        assertThat(store.restoresAsked()).as("nothing is asked for twice").hasSize(3);
    }

    @Test
    void goesOnWhereAKilledRunStopped() throws Exception {
        var keys = new ArrayList<String>();
        for (int i = 0; i < 150; i++) {
            keys.add("key-%03d".formatted(i));
        }
        var order = order(keys.toArray(String[]::new));
        progress = (bytes, objects, total, phase) -> {
            if (objects > 100) throw new IllegalStateException("killed");
        };
        assertThatThrownBy(() -> look(order)).hasMessage("killed");
        progress = Progress.unseen();

        assertThat(look(order).waiting()).isEqualTo(150);

        assertThat(store.restoresAsked().stream().distinct()).hasSize(150);
        assertThat(store.restoresAsked())
                .as("only the page that was not written")
                .hasSize(200);
    }

    @Test
    void tellsWhatIsKnownWithoutAskingAnybody() throws Exception {
        var order = order("a");

        var seen = archives.known(order, new Finding("AUTHORITY_EXPIRED", "ended"));

        assertThat(seen)
                .isEqualTo(
                        new RestoreSeen(0, 1, 0, null, List.of(new Finding("AUTHORITY_EXPIRED", "ended")), "nobody"));
        assertThat(store.restoresAsked()).isEmpty();
    }

    private RestoreSeen look(Order order) throws InterruptedException {
        now = now.plusMillis(1);
        return archives.look(order, progress);
    }

    private Order order(String... keys) {
        var exit = ArchivedAttempt.of(database, "held", keys);
        for (var key : keys) {
            store.archived(key, "content of " + key, key.equals("deep") ? "DEEP_ARCHIVE" : "GLACIER");
        }
        return new Order(exit.id(), ArchivedAttempt.ASSET, 1, 1, "bucket-vendor", "s3://scripted", "Bulk", 7);
    }

    private static List<String> codes(RestoreSeen seen) {
        return seen.findings().stream().map(Finding::code).toList();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
