package dev.handback.retrieval.s3;

import static dev.handback.retrieval.s3.Documents.codes;
import static dev.handback.retrieval.s3.Documents.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.Tool;
import dev.handback.retrieval.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.Tag;

/** What only a server with locks, keys, policies and two accounts can show: Ceph's radosgw. */
class CephTest {
    private static final Path SCRIPTS = Path.of("src/test/ceph").toAbsolutePath();
    private static @Nullable Path data;
    private static String endpoint = "";
    private static Buckets vendor;
    private static TestDatabase database;

    private Documents documents;
    private Documents strangers;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Tool.named("radosgw");
        data = folder.resolve("ceph");
        int port = freePorts();
        endpoint = "http://127.0.0.1:" + port;
        Tool.at("up.sh", SCRIPTS.resolve("up.sh"));
        Tool.named("bash").say(folder, SCRIPTS.resolve("up.sh").toString(), data.toString(), String.valueOf(port));
        vendor = new Buckets(endpoint, "vendorkey", "vendorsecret");
        database = TestDatabase.create();
    }

    @AfterAll
    static void end() {
        if (data == null) return;
        Tool.named("bash").say(SCRIPTS, SCRIPTS.resolve("down.sh").toString(), data.toString(), "--purge");
        vendor.close();
        database.close();
    }

    @BeforeEach
    void open(@TempDir Path folder, @TempDir Path other) {
        documents = new Documents(folder, database, endpoint, "vendorkey", "vendorsecret");
        strangers = new Documents(other, database, endpoint, "clientkey", "clientsecret");
    }

    @AfterEach
    void close() throws Exception {
        documents.close();
        strangers.close();
    }

    @Test
    void takesVersionsMarkersAndPlainBuckets() throws Exception {
        var versioned = vendor.versioned();
        for (int i = 0; i < 3; i++) vendor.put(versioned, "a", "version " + i);
        vendor.delete(versioned, "a");
        var plain = vendor.plain();
        vendor.put(plain, "a", "content");

        var outcome = documents.take("s3://" + versioned);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome)).hasSize(4);
        assertThat(documents.take("s3://" + plain).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void placesVersionsAndMarkersInTheirOrderWithTheirTags(@TempDir Path home) throws Exception {
        var source = vendor.versioned();
        vendor.put(source, "a", "first", Map.of("clause", "12.3"), "text/plain");
        vendor.client.putObjectTagging(t -> t.bucket(source)
                .key("a")
                .tagging(set -> set.tagSet(
                        Tag.builder().key("owner").value("client & co").build())));
        vendor.delete(source, "a");
        vendor.put(source, "a", "second");
        vendor.inParts(source, "b", new byte[5 << 20], new byte[(5 << 20) + 1]);
        var destination = vendor.versioned();

        var outcome =
                new PlacingTry(documents, home).at(endpoint, "s3://" + destination, documents.take("s3://" + source));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(4);
        assertThat(vendor.history(destination)).isEqualTo(vendor.history(source));
        var first = PlacingTry.listing(outcome).get(0).path("versionId").asText();
        assertThat(vendor.client
                        .getObjectTagging(t -> t.bucket(destination).key("a").versionId(first))
                        .tagSet())
                .containsExactly(Tag.builder().key("owner").value("client & co").build());
    }

    @Test
    void placesKeysThatOtherServersRefuse(@TempDir Path home) throws Exception {
        var source = vendor.plain();
        var keys = List.of(
                "../../etc/passwd", "/absolute", "a//b", "a/b", "./x", "folder/", "r", "r/child", "p%7E", "p+q", "p~");
        for (var key : keys) vendor.put(source, key, "content of " + key);
        vendor.put(source, "\ue000", "private use");
        vendor.put(source, "\ud83d\ude00", "above U+FFFF");
        var destination = vendor.plain();

        var outcome = new PlacingTry(documents, home)
                .at(endpoint, "s3://" + destination + "/acme/", documents.take("s3://" + source));

        assertThat(outcome.findings()).isEmpty();
        for (var key : keys) assertThat(vendor.read(destination, "acme/" + key)).isEqualTo("content of " + key);
    }

    @Test
    void placesWhereObjectsAreLocked(@TempDir Path home) throws Exception {
        var source = vendor.plain();
        vendor.put(source, "a", "content");
        vendor.inParts(source, "b", new byte[5 << 20], new byte[17]);
        var destination = "locked-" + System.nanoTime();
        vendor.client.createBucket(b -> b.bucket(destination).objectLockEnabledForBucket(true));
        vendor.client.putObjectLockConfiguration(
                lock -> lock.bucket(destination).objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                        .rule(r -> r.defaultRetention(
                                d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(1)))));

        var outcome =
                new PlacingTry(documents, home).at(endpoint, "s3://" + destination, documents.take("s3://" + source));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(2);
    }

    @Test
    void placesWithAKeyThatMayWriteAndEraseNothing(@TempDir Path home) throws Exception {
        var source = vendor.versioned();
        vendor.put(source, "a", "first");
        vendor.delete(source, "a");
        var destination = vendor.versioned();
        allow(destination, "s3:GetBucketVersioning", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads");
        var placing = new PlacingTry(documents, home);
        placing.accessKey = "clientkey";
        placing.secretKey = "clientsecret";

        var refused = placing.at(endpoint, "s3://" + destination, documents.take("s3://" + source));
        allow(
                destination,
                "s3:GetBucketVersioning",
                "s3:ListBucketVersions",
                "s3:ListBucketMultipartUploads",
                "s3:GetObject",
                "s3:GetObjectVersion",
                "s3:PutObject",
                "s3:DeleteObject");
        var outcome = placing.at(endpoint, "s3://" + destination, documents.take("s3://" + source));

        assertThat(refused.findings()).extracting(f -> f.code()).containsExactly("S3_403");
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(2);
        assertThat(outcome.seenAs()).isEqualTo("access key ending in tkey");
    }

    @Test
    void keepsKeysThatOtherServersRefuse() throws Exception {
        var bucket = vendor.plain();
        var keys = List.of(
                "../../etc/passwd",
                "/absolute",
                "a//b",
                "a/b",
                "./x",
                "folder/",
                "r",
                "r/child",
                "p%7E",
                "p+q",
                "pA",
                "p~");
        for (var key : keys) vendor.put(bucket, key, "content of " + key);

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome)).extracting(row -> row.path("key").asText()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void tellsAForbiddenBucketFromAnAbsentOne() throws Exception {
        var bucket = vendor.plain();
        vendor.put(bucket, "a", "secret");

        assertThat(strangers.take("s3://" + bucket).outcome()).isEqualTo(Outcome.FORBIDDEN);
        assertThat(strangers.take("s3://there-is-no-such-bucket").outcome()).isEqualTo(Outcome.GONE);
    }

    @Test
    void listsAnObjectThatAPolicyForbids() throws Exception {
        var bucket = vendor.plain();
        vendor.put(bucket, "open", "content");
        vendor.put(bucket, "closed", "content");
        vendor.client.putBucketPolicy(p -> p.bucket(bucket).policy(policy(bucket)));

        var outcome = strangers.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).contains("OBJECT_FORBIDDEN");
        assertThat(rows(outcome))
                .extracting(row ->
                        row.path("key").asText() + " " + row.path("state").asText())
                .containsExactly("closed NOT_HELD", "open HELD");
    }

    @Test
    void asksForTheKeyOfACustomersEncryption() throws Exception {
        var bucket = vendor.plain();
        var key = java.util.Base64.getEncoder().encodeToString(new byte[32]);
        vendor.client.putObject(
                p -> p.bucket(bucket)
                        .key("locked-in")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key)
                        .sseCustomerKeyMD5(java.util.Base64.getEncoder()
                                .encodeToString(java.util.HexFormat.of().parseHex(ScriptedStore.md5(new byte[32])))),
                RequestBody.fromBytes(new byte[10]));

        var outcome = documents.take("s3://" + bucket);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("CUSTOMER_KEY_NEEDED");
    }

    @Test
    void writesTagsLocksAndEncryptionDown() throws Exception {
        var bucket = "locked-" + System.nanoTime();
        vendor.client.createBucket(b -> b.bucket(bucket).objectLockEnabledForBucket(true));
        var until = Instant.parse("2099-01-01T00:00:00Z");
        vendor.client.putObject(
                p -> p.bucket(bucket)
                        .key("contract")
                        .metadata(Map.of("matter", "4711"))
                        .objectLockMode(ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(until)
                        .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON)
                        .overrideConfiguration(o -> o.putHeader(
                                "Content-MD5",
                                java.util.Base64.getEncoder()
                                        .encodeToString(java.util.HexFormat.of()
                                                .parseHex(ScriptedStore.md5("x".getBytes(StandardCharsets.UTF_8)))))),
                RequestBody.fromString("x"));
        vendor.client.putObjectTagging(t -> t.bucket(bucket)
                .key("contract")
                .tagging(
                        g -> g.tagSet(Tag.builder().key("class").value("secret").build())));

        var row = rows(documents.take("s3://" + bucket)).get(0);

        assertThat(row.path("tags").path("class").asText()).isEqualTo("secret");
        assertThat(row.path("lock").path("mode").asText()).isEqualTo("GOVERNANCE");
        assertThat(row.path("lock").path("until").asText()).isEqualTo(until.toString());
        assertThat(row.path("lock").path("legalHold").asText()).isEqualTo("ON");
        assertThat(row.path("metadata").path("matter").asText()).isEqualTo("4711");
    }

    /** Exactly this to the other account. */
    private static void allow(String bucket, String... actions) {
        var policy = """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/client"]},
                   "Action": ["%2$s"], "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"]}]}""".formatted(bucket, String.join("\", \"", actions));
        vendor.client.putBucketPolicy(p -> p.bucket(bucket).policy(policy));
    }

    private static String policy(String bucket) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/client"]},
                   "Action": ["s3:ListBucket", "s3:ListBucketVersions"], "Resource": ["arn:aws:s3:::%1$s"]},
                  {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/client"]},
                   "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": ["arn:aws:s3:::%1$s/open"]}]}""".formatted(bucket);
    }

    /**
     * The first of the ports that the server takes: below those that the system gives to any connection of the other
     * tests, and free itself as its two neighbours are.
     */
    private static int freePorts() {
        return ThreadLocalRandom.current()
                .ints(20_000, 30_000)
                .limit(1_000)
                .filter(port -> IntStream.rangeClosed(port, port + 2).allMatch(CephTest::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
