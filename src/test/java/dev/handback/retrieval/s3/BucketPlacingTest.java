package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.TestDatabase;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents placed at a real S3 server, and at what becomes of one when somebody stands in its door. */
class BucketPlacingTest {
    private static S3Host host;
    private static Buckets buckets;
    private static TestDatabase database;

    private Documents documents;
    private PlacingTry placing;
    private HomeStore home;

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
    void open(@TempDir Path folder) throws Exception {
        documents = new Documents(folder, database, host.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY);
        placing = new PlacingTry(documents, folder);
        home = new HomeStore(host.endpoint());
    }

    @AfterEach
    void close() throws Exception {
        home.close();
        documents.close();
    }

    @Test
    void placesEveryVersionAndMarkerInItsOrder() throws Exception {
        var source = history();
        var taken = taken(source);
        var destination = buckets.versioned();

        var outcome = place(destination, taken);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(6);
        assertThat(buckets.history(destination)).isEqualTo(buckets.history(source));
        assertThat(outcome.seenAs()).isEqualTo("access key ending in rkey");
        assertThat(PlacingTry.listing(outcome))
                .hasSize(6)
                .extracting(row -> row.path("sha256").asText())
                .contains(Sha256.of("first").hex(), Sha256.of("second").hex());
    }

    @Test
    void placesWhatStandsBesideTheBytes() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "a", Map.of("clause", "12.3", "signed-by", "A & B"), "text/x-contract");
        var destination = buckets.plain();

        assertThat(place(destination, taken(source)).findings()).isEmpty();

        var there = buckets.client.headObject(h -> h.bucket(destination).key("a.txt"));
        assertThat(there.contentType()).isEqualTo("text/x-contract");
        assertThat(there.cacheControl()).isEqualTo("no-cache");
        assertThat(there.metadata()).containsEntry("clause", "12.3").containsEntry("signed-by", "A & B");
    }

    @Test
    void sendsNoMetadataThatCouldBecomeAnotherHeader() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "a");
        var rows = new HeldRows(taken(source));
        rows.told = Map.of(
                "metadata",
                Map.of(
                        "clause",
                        "12",
                        "note",
                        "x\r\nx-amz-acl: public-read",
                        "na me",
                        "x",
                        "caf\u00e9",
                        "au lait",
                        "town",
                        "K\u00f6ln"));
        var destination = buckets.plain();

        var outcome = placing.at(home.endpoint(), "s3://" + destination, rows);

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_HEADERS_DIFFER");
        assertThat(only(outcome).detail()).contains("note", "town", "was not sent");
        assertThat(outcome.listing()).isNotNull();
        assertThat(buckets.client
                        .headObject(h -> h.bucket(destination).key("a.txt"))
                        .metadata())
                .containsExactly(Map.entry("clause", "12"));
    }

    @Test
    void placesBelowAPrefixAndLooksAtNothingBesideIt() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a b+c%20/\u00fcmlaut", "a");
        var destination = buckets.plain();
        buckets.put(destination, "ours.txt", "ours");

        var outcome = placing.at(home.endpoint(), "s3://" + destination + "/acme/", taken(source));

        assertThat(outcome.findings()).isEmpty();
        assertThat(buckets.read(destination, "acme/a b+c%20/\u00fcmlaut")).isEqualTo("a");
        assertThat(buckets.read(destination, "ours.txt")).isEqualTo("ours");
    }

    @Test
    void sendsLargeObjectsInParts() throws Exception {
        var source = buckets.plain();
        buckets.inParts(source, "large.bin", new byte[5 << 20], new byte[(6 << 20) + 17]);
        var destination = buckets.versioned();

        var outcome = place(destination, taken(source));

        assertThat(outcome.findings()).isEmpty();
        assertThat(home.writes.stream().filter(write -> write.contains("partNumber")))
                .hasSize(3);
        assertThat(PlacingTry.listing(outcome).get(0).path("size").asLong()).isEqualTo((11 << 20) + 17);
    }

    @Test
    void placesTheSameAgainWithoutWritingAnything() throws Exception {
        var taken = taken(history());
        var destination = buckets.versioned();
        place(destination, taken);
        home.writes.clear();

        var again = place(destination, taken);

        assertThat(again.findings()).isEmpty();
        assertThat(again.listing()).isNotNull();
        assertThat(home.writes).isEmpty();
    }

    @Test
    void wantsVersioningWhereAKeyHasSeveralVersions() throws Exception {
        var destination = buckets.plain();

        var outcome = place(destination, taken(history()));

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_UNVERSIONED");
        assertThat(only(outcome).detail())
                .contains("expected the versioning of bucket " + destination, "never enabled");
        assertThat(home.writes).isEmpty();
    }

    @Test
    void writesNothingWhereSomethingElseLies() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "from the vendor");
        buckets.put(source, "b.txt", "from the vendor");
        var destination = buckets.plain();
        buckets.put(destination, "b.txt", "from the client");
        buckets.put(destination, "c.txt", "of the client's own");

        var outcome = place(destination, taken(source));

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(only(outcome).detail())
                .startsWith("2 keys at the destination")
                .contains("b.txt: expected SHA-256 "
                        + Sha256.of("from the vendor").hex())
                .contains("actual " + Sha256.of("from the client").hex())
                .contains("c.txt: expected nothing");
        assertThat(home.writes).isEmpty();
    }

    @Test
    void takesOtherMetadataForAnotherObject() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "a", Map.of("clause", "12.3"), "text/plain");
        var destination = buckets.plain();
        buckets.put(destination, "a.txt", "a", Map.of("clause", "9"), "text/plain");

        assertThat(only(place(destination, taken(source))).detail())
                .contains("expected the metadata {clause=12.3}, actual {clause=9}");
    }

    @Test
    void doesNotTakeMoreVersionsThanItPlacedForItsOwn() throws Exception {
        var taken = taken(history());
        var destination = buckets.versioned();
        place(destination, taken);
        buckets.put(destination, "a.txt", "by somebody else");

        assertThat(only(place(destination, taken)).detail())
                .contains("a.txt: expected 3 versions and markers, actual 4");
    }

    @Test
    void goesOnWhereADeadStoreStoppedIt() throws Exception {
        var source = history();
        var taken = taken(source);
        var destination = buckets.versioned();
        var puts = new AtomicInteger();
        home.before = (exchange, body) -> {
            if (exchange.getRequestMethod().equals("GET") || puts.incrementAndGet() <= 3) return false;
            exchange.close();
            return true;
        };
        var stopped = place(destination, taken);
        home.before = (exchange, body) -> false;
        home.writes.clear();

        var outcome = place(destination, taken);

        assertThat(stopped.listing()).isNull();
        assertThat(codes(stopped)).contains("OBJECTS_NOT_TAKEN", "DESTINATION_LACKS");
        assertThat(outcome.findings()).isEmpty();
        assertThat(home.writes).hasSize(3);
        assertThat(buckets.history(destination)).isEqualTo(buckets.history(source));
    }

    @Test
    void stopsWhenTheNodeStopsAndGoesOnWithoutASecondVersion() throws Exception {
        var source = history();
        var taken = taken(source);
        var destination = buckets.versioned();
        var placer = Thread.currentThread();
        var puts = new AtomicInteger();
        home.after = (exchange, body) -> {
            if (exchange.getRequestMethod().equals("PUT") && puts.incrementAndGet() == 3) placer.interrupt();
            return false;
        };

        assertThatThrownBy(() -> place(destination, taken)).isInstanceOf(InterruptedException.class);
        var outcome = place(destination, taken);

        assertThat(outcome.findings()).isEmpty();
        assertThat(buckets.history(destination)).isEqualTo(buckets.history(source));
    }

    @Test
    void makesNoSecondVersionWhereOnlyTheAnswerWasLost() throws Exception {
        var source = history();
        var destination = buckets.versioned();
        var first = new AtomicBoolean(true);
        home.after = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("PUT") || !first.getAndSet(false)) return false;
            exchange.sendResponseHeaders(503, -1);
            return true;
        };

        var outcome = place(destination, taken(source));

        assertThat(outcome.findings()).isEmpty();
        assertThat(buckets.history(destination)).isEqualTo(buckets.history(source));
    }

    @Test
    void doesNotBelieveAStoreThatTakesAndKeepsNot() throws Exception {
        var source = history();
        home.before = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("PUT")
                    || !exchange.getRequestURI().getPath().endsWith("/b.txt")) return false;
            exchange.getResponseHeaders().add("ETag", "\"" + ScriptedStore.md5(body) + "\"");
            exchange.sendResponseHeaders(200, -1);
            return true;
        };

        var outcome = place(buckets.versioned(), taken(source));

        assertThat(outcome.listing()).isNull();
        assertThat(codes(outcome)).contains("DESTINATION_LACKS");
        assertThat(outcome.findings().toString()).contains("b.txt");
    }

    @Test
    void doesNotBelieveAStoreThatKeepsOtherBytes() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");
        home.content = bytes -> "CONTENT".getBytes(UTF_8);

        var outcome = place(buckets.plain(), taken(source));

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_DIFFERS");
        assertThat(only(outcome).detail())
                .contains("a.txt: expected SHA-256 " + Sha256.of("content").hex());
    }

    @Test
    void writesOverNothingThatAppearsMeanwhile() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "from the vendor");
        var destination = buckets.plain();
        var first = new AtomicBoolean(true);
        home.before = (exchange, body) -> {
            if (exchange.getRequestMethod().equals("PUT") && first.getAndSet(false))
                buckets.put(destination, "a.txt", "from the client");
            return false;
        };

        var outcome = place(destination, taken(source));

        assertThat(codes(outcome)).containsExactly("DESTINATION_DIFFERS");
        assertThat(buckets.read(destination, "a.txt")).isEqualTo("from the client");
    }

    @Test
    void writesOverNothingInPartsEither() throws Exception {
        var source = buckets.plain();
        buckets.inParts(source, "a.bin", new byte[5 << 20], new byte[17]);
        var destination = buckets.plain();
        home.before = (exchange, body) -> {
            if (String.valueOf(exchange.getRequestURI().getQuery()).contains("partNumber=2"))
                buckets.put(destination, "a.bin", "from the client");
            return false;
        };

        var outcome = place(destination, taken(source));

        assertThat(codes(outcome)).containsExactly("DESTINATION_DIFFERS");
        assertThat(buckets.read(destination, "a.bin")).isEqualTo("from the client");
        assertThat(buckets.client
                        .listMultipartUploads(l -> l.bucket(destination))
                        .uploads())
                .isEmpty();
    }

    @Test
    void refusesAStoreThatHeedsNoConditionAndKeepsNoVersions() throws Exception {
        var source = buckets.plain();
        for (int i = 0; i < 5; i++) buckets.put(source, "a" + i, "content " + i);
        var told = ConcurrentHashMap.<String>newKeySet();
        home.before = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("PUT")
                    || told.add(exchange.getRequestURI().getPath())) return false;
            exchange.sendResponseHeaders(200, -1);
            return true;
        };
        var destination = buckets.plain();

        var outcome = place(destination, taken(source));

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NO_CONDITION");
        assertThat(home.writes).hasSize(2);
    }

    @Test
    void takesAnUploadInPartsForNoProofThatTheStoreHeedsTheCondition() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a large", "x".repeat(6 << 20));
        for (int i = 0; i < 5; i++) buckets.put(source, "b" + i, "content " + i);
        var told = ConcurrentHashMap.<String>newKeySet();
        home.before = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("PUT")
                    || told.add(exchange.getRequestURI().toString())) return false;
            exchange.sendResponseHeaders(200, -1);
            return true;
        };

        var outcome = place(buckets.plain(), taken(source));

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NO_CONDITION");
    }

    @Test
    void wantsAPrefixThatEndsAsAFolderDoes() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");

        var outcome = place(buckets.plain() + "/contracts", taken(source));

        assertThat(only(outcome).code()).isEqualTo("KEY_NOT_PLACED");
        assertThat(only(outcome).detail()).contains("expected a prefix that ends in /");
        assertThat(home.writes).isEmpty();
    }

    @Test
    void takesATiredStoreForNoOtherContent() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");
        var destination = buckets.plain();
        assertThat(place(destination, taken(source)).listing()).isNotNull();
        home.before = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("GET")
                    || !exchange.getRequestURI().getPath().endsWith("a.txt")) return false;
            exchange.sendResponseHeaders(503, -1);
            return true;
        };

        assertThat(only(place(destination, taken(source))).code()).isEqualTo("DESTINATION_LOST");
    }

    @Test
    void marksNothingAsDeletedWhereThatWouldErase() throws Exception {
        var source = buckets.versioned();
        buckets.put(source, "a.txt", "content");
        buckets.delete(source, "a.txt");
        var destination = buckets.versioned();
        home.before = (exchange, body) -> {
            if (exchange.getRequestMethod().equals("PUT")) buckets.suspend(destination);
            return false;
        };

        var outcome = place(destination, taken(source));

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_UNVERSIONED");
        assertThat(home.writes).noneMatch(write -> write.startsWith("DELETE"));
    }

    @Test
    void saysWhatTheStoreDidNotTake() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "a");
        buckets.put(source, "b.txt", "b");
        home.before = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("PUT")
                    || !exchange.getRequestURI().getPath().endsWith("/a.txt")) return false;
            ScriptedStore.error(400, "KeyForbidden", "no such names here").to(exchange);
            return true;
        };

        var outcome = place(buckets.versioned(), taken(source));

        assertThat(codes(outcome)).containsExactly("OBJECTS_NOT_TAKEN", "DESTINATION_LACKS");
        assertThat(outcome.findings().get(0).detail())
                .contains("a.txt: answered 400 KeyForbidden (no such names here)");
    }

    @Test
    void stopsWhenTheCredentialMayNotWrite() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "a");
        home.before = (exchange, body) -> {
            if (!exchange.getRequestMethod().equals("PUT")) return false;
            ScriptedStore.error(403, "AccessDenied", "vendorsecret").to(exchange);
            return true;
        };

        var outcome = place(buckets.versioned(), taken(source));

        assertThat(only(outcome).code()).isEqualTo("S3_403");
        assertThat(only(outcome).detail()).contains("writing an object").doesNotContain("vendorsecret");
    }

    @Test
    void placesNothingThatTheVaultNoLongerHoldsIntact() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");
        var taken = taken(source);
        documents.vault.erase(Sha256.of("content"));

        var outcome = place(buckets.versioned(), taken);

        assertThat(only(outcome).code()).isEqualTo("HOLDING_BROKEN");
        assertThat(home.writes).isEmpty();
    }

    @Test
    void callsNothingPlacedOfWhichARowWasOverlooked() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");
        var rows = new HeldRows(taken(source));
        rows.overlooked = 1;

        var outcome = placing.at(home.endpoint(), "s3://" + buckets.plain(), rows);

        assertThat(only(outcome).code()).isEqualTo("HOLDING_BROKEN");
        assertThat(only(outcome).detail()).contains("expected 2 rows of it to be compared, actual 1");
        assertThat(home.writes).isEmpty();
    }

    @Test
    void writesOnlyOverAConnectionThatSaysSo() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");
        placing.place = false;

        assertThat(only(place(buckets.plain(), taken(source))).code()).isEqualTo("CONNECTION_PLACES_NOTHING");
    }

    @Test
    void saysWhenTheBucketIsNotThere() throws Exception {
        var source = buckets.plain();
        buckets.put(source, "a.txt", "content");

        assertThat(only(place("absent-" + source, taken(source))).code()).isEqualTo("NO_SUCH_BUCKET");
    }

    /** Versions and markers of keys, with pauses: a listing's dates tell their order. */
    private static String history() throws InterruptedException {
        var bucket = buckets.versioned();
        buckets.put(bucket, "a.txt", "first");
        buckets.put(bucket, "b.txt", "only");
        Thread.sleep(1100);
        buckets.put(bucket, "a.txt", "second");
        buckets.delete(bucket, "b.txt");
        Thread.sleep(1100);
        buckets.delete(bucket, "a.txt");
        buckets.put(bucket, "c.txt", "plain");
        return bucket;
    }

    private RetrievalOutcome taken(String bucket) throws Exception {
        var outcome = documents.take("s3://" + bucket);
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        return outcome;
    }

    private PlacingOutcome place(String bucket, RetrievalOutcome taken) throws Exception {
        return placing.at(home.endpoint(), "s3://" + bucket, taken);
    }

    private static List<String> codes(PlacingOutcome outcome) {
        return outcome.findings().stream().map(Finding::code).toList();
    }

    private static Finding only(PlacingOutcome outcome) {
        assertThat(outcome.findings()).hasSize(1);
        return outcome.findings().get(0);
    }
}
