package dev.handback.retrieval.s3;

import static dev.handback.retrieval.s3.Documents.codes;
import static dev.handback.retrieval.s3.Documents.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.TestDatabase;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Buckets of a real S3 server, each with the outcome it must have. */
class S3DocumentsSourceTest {
    private static S3Host host;
    private static Buckets buckets;
    private static TestDatabase database;

    private Path folder;

    private Documents documents;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        host = S3Host.start(folder);
        buckets = new Buckets(host.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY);
        database = TestDatabase.create();
    }

    @AfterAll
    static void end() {
        buckets.close();
        host.close();
        database.close();
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        documents = new Documents(folder, database, host.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY);
    }

    @AfterEach
    void close() throws Exception {
        documents.close();
    }

    @Test
    void takesEveryObjectOfAPlainBucket() throws Exception {
        var bucket = buckets.plain();
        for (int i = 0; i < 12; i++) buckets.put(bucket, "contracts/" + i + ".txt", "contract " + i);

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome)).hasSize(12).allSatisfy(row -> {
            assertThat(row.path("versionId").asText()).isEqualTo("null");
            assertThat(documents
                            .vault
                            .check(Sha256.parse(row.path("sha256").asText()))
                            .toString())
                    .contains("Intact");
        });
        assertThat(outcome.seenAs()).isEqualTo("access key ending in rkey");
    }

    @Test
    void takesEveryVersionAndEveryDeleteMarker() throws Exception {
        var bucket = buckets.versioned();
        buckets.put(bucket, "a.txt", "first");
        buckets.put(bucket, "a.txt", "second");
        buckets.put(bucket, "b.txt", "only");
        buckets.delete(bucket, "b.txt");

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        var found =
                java.util.Objects.requireNonNull(outcome.taken().orElseThrow().documents());
        assertThat(found.versions()).isEqualTo(3);
        assertThat(found.markers()).isEqualTo(1);
        assertThat(rows(outcome))
                .filteredOn(row -> row.path("deleteMarker").asBoolean())
                .hasSize(1);
        assertThat(rows(outcome))
                .extracting(row -> row.path("sha256").asText())
                .contains(
                        Sha256.of("first".getBytes(UTF_8)).hex(),
                        Sha256.of("second".getBytes(UTF_8)).hex());
    }

    @Test
    void takesTheNullVersionOfASuspendedBucket() throws Exception {
        var bucket = buckets.versioned();
        buckets.put(bucket, "a.txt", "with an id");
        buckets.suspend(bucket);
        buckets.put(bucket, "a.txt", "without");

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome))
                .extracting(row -> row.path("versionId").asText())
                .contains("null")
                .hasSize(2);
    }

    @Test
    void takesAPrefixAndNothingBesideIt() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "2021/a", "a");
        buckets.put(bucket, "2022/b", "b");

        var outcome = documents.take("s3://" + bucket + "/2021/");

        assertThat(rows(outcome)).extracting(row -> row.path("key").asText()).containsExactly("2021/a");
    }

    @Test
    void callsAnEmptyBucketEmpty() throws Exception {
        var outcome = documents.take("s3://" + buckets.plain());

        assertThat(outcome.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(codes(outcome)).containsExactly("NO_OBJECTS");
    }

    @Test
    void callsABucketOfMarkersEmptyAndCountsThem() throws Exception {
        var bucket = buckets.versioned();
        buckets.delete(bucket, "never-there");

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(codes(outcome)).contains("ONLY_MARKERS");
    }

    @Test
    void keepsKeysThatNoFileSystemTakes() throws Exception {
        var bucket = buckets.plain();
        var keys = List.of(
                "a b+c%20",
                "ümlaut/\u65e5\u672c", "emoji-\ud83d\ude00", "tab\there", "*?<>|\"", "CON", "x".repeat(900));
        for (var key : keys) buckets.put(bucket, key, "content of " + key);

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome)).extracting(row -> row.path("key").asText()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void ordersTheManifestByTheBytesOfTheKeys() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "\ue000", "private use");
        buckets.put(bucket, "\ud83d\ude00", "above U+FFFF");

        var outcome = documents.take("s3://" + bucket);

        // Java's own order of strings would put the emoji first
        assertThat(rows(outcome)).extracting(row -> row.path("key").asText()).containsExactly("\ue000", "\ud83d\ude00");
    }

    @Test
    void takesUploadsInParts() throws Exception {
        var bucket = buckets.plain();
        buckets.inParts(bucket, "large.bin", new byte[5 << 20], new byte[100]);

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome).get(0).path("sha256").asText())
                .isEqualTo(Sha256.of(new byte[(5 << 20) + 100]).hex());
    }

    @Test
    void listsUploadsThatWereNeverCompleted() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "a", "a");
        buckets.neverCompleted(bucket, "half.bin");

        var outcome = documents.take("s3://" + bucket);

        assertThat(codes(outcome)).contains("OPEN_UPLOADS");
        assertThat(java.util.Objects.requireNonNull(
                                outcome.taken().orElseThrow().documents())
                        .uploads())
                .isEqualTo(1);
    }

    @Test
    void keepsMetadataAndSystemHeadersAndSaysWhatTheStoreDoesNotTell() throws Exception {
        var bucket = buckets.plain();
        buckets.client.putObject(
                p -> p.bucket(bucket)
                        .key("a.pdf")
                        .contentType("application/pdf")
                        .cacheControl("no-store")
                        .metadata(Map.of("author", "Orbit GmbH")),
                RequestBody.fromBytes(new byte[3]));

        var row = rows(documents.take("s3://" + bucket)).get(0);

        assertThat(row.path("metadata").path("author").asText()).isEqualTo("Orbit GmbH");
        assertThat(row.path("headers").path("contentType").asText()).isEqualTo("application/pdf");
        assertThat(row.path("headers").path("cacheControl").asText()).isEqualTo("no-store");
        assertThat(row.path("tags").asText()).isEqualTo("not supported");
        assertThat(row.path("lock").asText()).isEqualTo("not supported");
    }

    @Test
    void hashesStoredBytesAndNoDecodedView() throws Exception {
        var bucket = buckets.plain();
        var zipped = new byte[] {31, -117, 8, 0, 1, 2, 3};
        buckets.client.putObject(
                p -> p.bucket(bucket).key("a.gz").contentEncoding("gzip"), RequestBody.fromBytes(zipped));

        var row = rows(documents.take("s3://" + bucket)).get(0);

        assertThat(row.path("sha256").asText()).isEqualTo(Sha256.of(zipped).hex());
    }

    @Test
    void takesAnObjectWithoutBytes() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "empty", "");

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome).get(0).path("sha256").asText())
                .isEqualTo(Sha256.of(new byte[0]).hex());
    }

    @Test
    void findsTheSameDigestWhenNothingChanged() throws Exception {
        var bucket = buckets.versioned();
        for (int i = 0; i < 7; i++) buckets.put(bucket, "k" + i, "same");

        var first = documents.take("s3://" + bucket).taken().orElseThrow();
        var again = documents.take("s3://" + bucket).taken().orElseThrow();

        assertThat(again.contentDigest()).isEqualTo(first.contentDigest());
        assertThat(first.file(HeldFile.MANIFEST).orElseThrow().sha256()).isEqualTo(first.contentDigest());
    }

    @Test
    void callsABucketThatMovesMoving() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "a", "a");
        var added = new int[1];
        documents.progress = (bytes, objects, total, phase) -> {
            if (phase.equals("copying")) buckets.put(bucket, "new-" + added[0]++, "written meanwhile");
        };

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.MOVING);
        assertThat(codes(outcome)).contains("MOVED_MEANWHILE");
        assertThat(rows(outcome)).isNotEmpty();
    }

    @Test
    void settlesWhenTheBucketComesToRest() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "a", "a");
        var added = new boolean[1];
        documents.progress = (bytes, objects, total, phase) -> {
            if (phase.equals("copying") && !added[0]) {
                added[0] = true;
                buckets.put(bucket, "late", "written meanwhile");
                buckets.delete(bucket, "a");
            }
        };

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome)).extracting(row -> row.path("key").asText()).containsExactly("late");
    }

    @Test
    void tellsAnAbsentBucketAndAWrongKeyApart() throws Exception {
        assertThat(documents.take("s3://no-such-bucket").outcome()).isEqualTo(Outcome.GONE);

        var stranger = new Documents(folder.resolve("x"), database, host.endpoint(), S3Host.ACCESS_KEY, "wrong secret");
        java.nio.file.Files.createDirectories(folder.resolve("x"));
        var refused = stranger.take("s3://" + buckets.plain());

        assertThat(refused.outcome()).isEqualTo(Outcome.FORBIDDEN);
        assertThat(refused.findings().toString()).doesNotContain("wrong secret");
    }

    @Test
    void countsOldAndNewByAnEarlierManifestAndByADate() throws Exception {
        var bucket = buckets.versioned();
        buckets.put(bucket, "old", "was there");
        var before = documents.take("s3://" + bucket).taken().orElseThrow();
        documents.vault.store(before.file(HeldFile.MANIFEST).orElseThrow().path());
        buckets.put(bucket, "new", "came later");

        documents.baseline = "manifest:" + before.contentDigest().hex();
        var proved = split(documents.take("s3://" + bucket));
        documents.baseline = "date:2099-01-01";
        var indicated = split(documents.take("s3://" + bucket));

        assertThat(proved).hasToString("DocumentSplit[oldVersions=1, newVersions=1, basis=PROOF]");
        assertThat(indicated).hasToString("DocumentSplit[oldVersions=2, newVersions=0, basis=INDICATION]");
    }

    private static Object split(dev.handback.retrieval.RetrievalOutcome outcome) {
        return java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(outcome.taken().orElseThrow().documents())
                        .split());
    }

    @Test
    void comparesWithWhatWasExpected() throws Exception {
        var bucket = buckets.plain();
        buckets.put(bucket, "a", "a");
        documents.expected = "objects=2";

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("EXPECTED_DIFFERS");
    }
}
