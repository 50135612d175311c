package dev.handback.retrieval.s3;

import static dev.handback.retrieval.s3.Documents.codes;
import static dev.handback.retrieval.s3.Documents.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.git.RawHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that refuses, breaks off and lies: no answer of it makes an asset whole that is not. */
class HostileStoreTest {
    private static final String BUCKET = "s3://scripted";
    private static TestDatabase database;

    private ScriptedStore store;
    private Documents documents;

    @BeforeAll
    static void prepare() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void end() {
        database.close();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        store = new ScriptedStore();
        documents = new Documents(folder, database, store.endpoint(), "scriptedkey", "canary-secret");
    }

    @AfterEach
    void close() throws Exception {
        documents.close();
        store.close();
    }

    @Test
    void takesWhatIsServedHonestly() throws Exception {
        store.object("a", "content of a").object("b/c", "content of c");

        assertThat(documents.take(BUCKET).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, Access Denied, OBJECT_FORBIDDEN",
        "403, AccessDenied, not authorized to perform: kms:Decrypt on the resource, KMS_DENIED",
        "400, KMS.DisabledException, the key is disabled, KMS_DENIED",
        "400, InvalidRequest, stored using a form of Server Side Encryption, CUSTOMER_KEY_NEEDED",
        "403, InvalidObjectState, not valid for the object's storage class, ARCHIVED",
        "404, NoSuchVersion, The specified version does not exist, OBJECT_VANISHED",
        "412, PreconditionFailed, At least one of the pre-conditions did not hold, OBJECT_CHANGED",
        "400, SomethingElse, no words, OBJECT_UNREADABLE",
    })
    void callsARefusedObjectAPartOfWhatIsMissing(int status, String code, String message, String finding)
            throws Exception {
        store.object("good", "good").object("bad", "bad").refuse("bad", status, code, message);

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly(finding);
        assertThat(outcome.findings().toString()).contains("bad").doesNotContain("canary-secret");
        assertThat(rows(outcome))
                .extracting(row ->
                        row.path("key").asText() + " " + row.path("state").asText())
                .containsExactly("bad NOT_HELD", "good HELD");
    }

    @Test
    void copiesWhatIsRestoredAndSaysWhenACopyWentBeforeIt() throws Exception {
        store.object("good", "good").archived("cold", "content", "GLACIER");
        var asset = Documents.asset();
        assertThat(codes(documents.take(BUCKET, asset, 1))).containsExactly("ARCHIVED");
        documents
                .db
                .sql("""
                        insert into work.restore_object (exit_id, asset, restore, key, version_id, etag, size, state, until)
                        values ('X2026-0001', ?, 1, 'cold'::bytea, 'v1', ?, 7, 'READY', '1969-12-31T23:00:00Z')""")
                .params(asset, ScriptedStore.md5("content".getBytes(UTF_8)))
                .update();

        var late = documents.take(BUCKET, asset, 2);
        assertThat(codes(late)).containsExactly("ARCHIVED", "RESTORE_LAPSED");
        assertThat(late.findings().get(1).detail()).contains("1 versions", "1969-12-31T23:00:00Z");
        store.archive.complete("cold", store.archive.now.plusSeconds(60));

        assertThat(documents.take(BUCKET, asset, 3).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void asksAgainWhenAnObjectFailsForAMoment() throws Exception {
        store.object("a", "content");
        var asked = new AtomicInteger();
        store.ofKey.put("a", exchange -> {
            if (asked.incrementAndGet() < 3)
                ScriptedStore.error(500, "InternalError", "again").to(exchange);
            else ScriptedStore.say(exchange, 200, "content".getBytes(UTF_8));
        });

        assertThat(documents.take(BUCKET).outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void callsAnObjectThatAlwaysFailsUnreadable() throws Exception {
        store.object("good", "good").object("bad", "bad").refuse("bad", 500, "InternalError", "no");

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("OBJECT_UNREADABLE");
    }

    @Test
    void goesOnAfterACutStream() throws Exception {
        store.object("a", "content");
        var asked = new AtomicInteger();
        store.ofKey.put("a", exchange -> {
            if (asked.incrementAndGet() == 1) cut(exchange, 7, "con");
            else ScriptedStore.say(exchange, 200, "content".getBytes(UTF_8));
        });

        assertThat(documents.take(BUCKET).outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void neverHoldsAnObjectThatIsAlwaysCut() throws Exception {
        store.object("good", "good").object("bad", "content");
        store.ofKey.put("bad", exchange -> cut(exchange, 7, "con"));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("CONNECTION_LOST");
        assertThat(rows(outcome).get(0).has("sha256")).isFalse();
    }

    @Test
    void doesNotBelieveBytesThatTheETagContradicts() throws Exception {
        store.listed("a", ScriptedStore.md5("what was stored".getBytes(UTF_8)), 15, "what is served.", "STANDARD");

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("ETAG_DIFFERS");
        assertThat(rows(outcome).get(0).path("state").asText())
                .as("kept all the same")
                .isEqualTo("HELD");
    }

    /** The ETags of uploads in parts, and of what a key service encrypts, say nothing about bytes: only that they changed. */
    @ParameterizedTest
    @CsvSource({"ETag, \"other-2\"", "x-amz-version-id, v2"})
    void doesNotTakeAnotherVersionForTheOneThatWasListed(String header, String value) throws Exception {
        store.object("good", "good").listed("a", "parts-2", 5, "bytes", "STANDARD");
        store.ofKey.put("a", exchange -> {
            exchange.getResponseHeaders().add(header, value);
            ScriptedStore.say(exchange, 200, "bytes".getBytes(UTF_8));
        });

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("OBJECT_CHANGED");
        assertThat(outcome.findings().get(0).detail()).contains(value.replace("\"", ""));
        assertThat(rows(outcome).get(0).path("state").asText()).isEqualTo("NOT_HELD");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-sha256, n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=, FULL_OBJECT, CHECKSUM_DIFFERS",
        "x-amz-checksum-sha256, n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=-2, COMPOSITE, ",
        "x-amz-checksum-sha256, J3CJ2RwL308uaGK6fkoHYFEZQx9dE/cm3TUrBvGyBqk=, FULL_OBJECT, ",
        "x-amz-checksum-crc32, AAAAAA==, FULL_OBJECT, CHECKSUM_DIFFERS",
        "x-amz-checksum-crc32c, AAAAAA==, FULL_OBJECT, CHECKSUM_DIFFERS",
    })
    void doesNotBelieveBytesThatTheStoresOwnChecksumContradicts(
            String header, String value, String type, @org.jspecify.annotations.Nullable String code) throws Exception {
        store.listed("a", "parts-2", 5, "bytes", "STANDARD");
        store.ofKey.put("a", exchange -> {
            exchange.getResponseHeaders().add(header, value);
            exchange.getResponseHeaders().add("x-amz-checksum-type", type);
            ScriptedStore.say(exchange, 200, "bytes".getBytes(UTF_8));
        });

        var outcome = documents.take(BUCKET);

        assertThat(codes(outcome)).isEqualTo(code == null ? java.util.List.of() : java.util.List.of(code));
        assertThat(outcome.outcome()).isEqualTo(code == null ? Outcome.VERIFIED : Outcome.PARTIAL);
        assertThat(rows(outcome).get(0).path("state").asText()).isEqualTo("HELD");
    }

    @Test
    void cutsOffAStoreThatDripsAnObject() throws Exception {
        store.object("good", "good").object("slow", "x".repeat(100_000));
        documents.limits = Documents.limits(1_000_000, 2, Duration.ofSeconds(1));
        store.ofKey.put("slow", exchange -> drip(exchange, "x".repeat(100_000).getBytes(UTF_8)));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("TOO_SLOW");
    }

    @Test
    @Timeout(40)
    void cutsOffAStoreThatDripsItsListing() throws Exception {
        store.object("a", "content of a");
        documents.limits = Documents.limits(1_000_000, 2, Duration.ofSeconds(1));
        store.ofBucket.put(
                "versions", exchange -> drip(exchange, " ".repeat(100_000).getBytes(UTF_8)));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(codes(outcome)).containsExactly("TOO_SLOW");
    }

    @Test
    @Timeout(40)
    void cutsOffAStoreThatDripsTheHeadOfItsAnswer(@TempDir Path folder) throws Exception {
        try (var raw = new RawHost("HTTP/1.1 200 OK\r\nX-Long: ", 20);
                var asked = new Documents(folder, database, raw.endpoint(), "scriptedkey", "canary-secret")) {
            asked.limits = Documents.limits(1_000_000, 2, Duration.ofMillis(300));

            var outcome = asked.take(BUCKET);

            assertThat(outcome.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(codes(outcome)).containsExactly("TOO_SLOW");
        }
    }

    /** Decoded, both would be one key, and one of two objects would be missing where nobody looks for it. */
    @ParameterizedTest
    @CsvSource({"a%FF, a%FE", "a%C0%AF, a%C1%BF", "a%ED%A0%80, a%ED%A0%81", "%E2%82, %E2%83"})
    void refusesKeysThatAreNoText(String one, String other) throws Exception {
        store.ofBucket.put("versions", exchange -> ScriptedStore.say(exchange, 200, page(one, "v1", other, "v2")));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(codes(outcome)).containsExactly("LISTING_BROKEN");
    }

    /** So says a store that calls keys encoded which it does not encode: there are two, and we would read one twice. */
    @Test
    void refusesAPageThatListsAVersionTwice() throws Exception {
        store.ofBucket.put("versions", exchange -> ScriptedStore.say(exchange, 200, page("a~", "v1", "a%7E", "v1")));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(codes(outcome)).containsExactly("LISTING_BROKEN");
    }

    /** A replacement character is a character like another where the key holds it; so is what XML cannot write. */
    @Test
    void keepsKeysApartThatOnlyLookAlike() throws Exception {
        var keys = java.util.List.of(
                "a\uFFFD", "a\uFFFE", "a\uFFFF", "a\u0001", "a\u0000", "\u00e9", "e\u0301", "A\uFFFD", "\ud800\udc00");
        keys.forEach(key -> store.object(key, "the same"));

        var outcome = documents.take(BUCKET);

        assertThat(codes(outcome)).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome))
                .extracting(row -> row.path("key").asText())
                .doesNotHaveDuplicates()
                .hasSize(keys.size());
    }

    private static byte[] page(String key, String version, String other, String otherVersion) {
        String row = "<Version><Key>%s</Key><VersionId>%s</VersionId><IsLatest>true</IsLatest>"
                + "<LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>x</ETag><Size>0</Size></Version>";
        return ("<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
                        + row.formatted(key, version) + row.formatted(other, otherVersion) + "</ListVersionsResult>")
                .getBytes(UTF_8);
    }

    /** Twenty bytes a second. */
    private static void drip(com.sun.net.httpserver.HttpExchange exchange, byte[] body) throws java.io.IOException {
        exchange.sendResponseHeaders(200, body.length);
        for (byte one : body) {
            exchange.getResponseBody().write(one);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
        }
    }

    @Test
    void doesNotBelieveAnotherSizeThanWasListed() throws Exception {
        store.listed("less", "part-1", 100, "short", "STANDARD").listed("more", "part-2", 3, "much longer", "STANDARD");

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(codes(outcome)).containsExactly("OBJECT_SIZE_DIFFERS");
    }

    @Test
    void stopsTheConnectionWhenTheBucketIsRefused() throws Exception {
        store.ofBucket.put("versions", ScriptedStore.error(403, "AccessDenied", "no"));

        assertThat(documents.take(BUCKET).outcome()).isEqualTo(Outcome.FORBIDDEN);
    }

    @Test
    void stopsTheConnectionWhenEveryObjectIsRefused() throws Exception {
        for (int i = 0; i < 200; i++) store.object("k" + i, "x").refuse("k" + i, 403, "AccessDenied", "no");

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.FORBIDDEN);
        assertThat(codes(outcome)).containsExactly("OBJECTS_FORBIDDEN");
        assertThat(store.gets.get()).as("not every door is tried").isLessThan(120);
    }

    @Test
    void stopsTheConnectionWhenTheKeyIsWithdrawnMeanwhile() throws Exception {
        store.object("a", "held").object("b", "b").refuse("b", 403, "InvalidAccessKeyId", "gone");

        assertThat(documents.take(BUCKET).outcome()).isEqualTo(Outcome.FORBIDDEN);
    }

    @Test
    void followsNoRedirect() throws Exception {
        store.ofBucket.put("versions", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data");
            ScriptedStore.error(307, "TemporaryRedirect", "elsewhere").to(exchange);
        });

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(codes(outcome)).containsExactly("REDIRECT_REFUSED");
    }

    @Test
    void refusesAListingThatNeverEnds() throws Exception {
        documents.limits = Documents.limits(50, 4);
        for (int i = 0; i < 60; i++) store.object("k" + i, "x");

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(codes(outcome)).containsExactly("TOO_MANY_OBJECTS");
        assertThat(store.gets.get()).isZero();
    }

    @Test
    void refusesAListingThatTurnsInACircle() throws Exception {
        store.object("a", "a");
        store.ofBucket.put(
                "versions",
                exchange -> ScriptedStore.say(
                        exchange,
                        200,
                        ScriptedStore.listing(store.objects, true).getBytes(UTF_8)));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(codes(outcome)).containsExactly("LISTING_BROKEN");
    }

    @Test
    void jumpsOverNothingWhenAStoreEncodesKeysButNotMarkers() throws Exception {
        // every fifth ends a page
        var keys = List.of(
                "a", "b", "c", "d", "e%7E", "eA", "eB", "eC", "e~", "f\u0007", "f+g", "g", "h", "i", "j+k", "l");
        keys.forEach(key -> store.object(key, key));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.findings()).isEmpty();
        assertThat(rows(outcome)).extracting(row -> row.path("key").asText()).containsExactlyElementsOf(keys);
    }

    @Test
    void refusesAnAnswerWithoutAnEnd() throws Exception {
        store.ofBucket.put("versions", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<ListVersionsResult>".getBytes(UTF_8));
            var line = "<CommonPrefixes><Prefix>x</Prefix></CommonPrefixes>"
                    .repeat(1000)
                    .getBytes(UTF_8);
            for (int i = 0; i < 1000; i++) exchange.getResponseBody().write(line);
        });

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(codes(outcome)).containsExactly("ANSWER_TOO_LONG");
    }

    @Test
    void refusesKeysOutsideThePrefix() throws Exception {
        store.ofBucket.put(
                "versions",
                exchange -> ScriptedStore.say(
                        exchange,
                        200,
                        ScriptedStore.listing(store.objects, false).getBytes(UTF_8)));
        store.object("elsewhere/a", "a");

        assertThat(codes(documents.take(BUCKET + "/mine/"))).containsExactly("LISTING_BROKEN");
    }

    @Test
    void refusesMoreBytesThanAllowedBeforeItReadsAny() throws Exception {
        store.listed("huge", "x-1", 600L << 20, "", "STANDARD");

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.HOSTILE);
        assertThat(store.gets.get()).isZero();
    }

    @Test
    void keepsWhatCameBeforeTheStoreWentAway() throws Exception {
        store.object("a", "content");
        store.ofKey.put("a", exchange -> {
            ScriptedStore.say(exchange, 200, "content".getBytes(UTF_8));
            store.ofBucket.put("versions", ScriptedStore.error(503, "SlowDown", "later"));
        });

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(rows(outcome)).extracting(row -> row.path("state").asText()).containsExactly("HELD");
    }

    @Test
    void saysWhenUploadsAreNotPermittedToBeListed() throws Exception {
        store.object("a", "a");
        store.ofBucket.put("uploads", ScriptedStore.error(403, "AccessDenied", "no"));

        var outcome = documents.take(BUCKET);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(codes(outcome)).containsExactly("UPLOADS_UNKNOWN");
    }

    @Test
    void goesOnAfterAKillWithoutFetchingTwice() throws Exception {
        for (int i = 0; i < 30; i++) store.object("k%02d".formatted(i), "content " + i);
        var asset = Documents.asset();
        documents.progress = (bytes, objects, total, phase) -> {
            if (objects >= 10 && phase.equals("copying")) throw new IllegalStateException("killed");
        };
        assertThatThrownBy(() -> documents.take(BUCKET, asset, 1)).hasMessage("killed");
        int before = store.gets.get();
        documents.progress = dev.handback.work.Progress.unseen();

        var outcome = documents.take(BUCKET, asset, 2);

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(rows(outcome)).hasSize(30);
        assertThat(store.gets.get() - before)
                .as("what was written is not read again")
                .isLessThanOrEqualTo(20);
    }

    @Test
    void goesOnInTheMiddleOfAListing() throws Exception {
        for (int i = 0; i < 30; i++) store.object("k%02d".formatted(i), "x");
        var asset = Documents.asset();
        documents.progress = (bytes, objects, total, phase) -> {
            if (phase.startsWith("listing") && objects >= 20) throw new IllegalStateException("killed");
        };
        assertThatThrownBy(() -> documents.take(BUCKET, asset, 1)).hasMessage("killed");
        store.listings.set(0);
        documents.progress = dev.handback.work.Progress.unseen();

        assertThat(documents.take(BUCKET, asset, 2).outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(store.listings.get())
                .as("two pages left, and a whole second pass of six")
                .isEqualTo(8);
    }

    @Test
    void letsAnAttemptThatWasTakenOverWriteNothing() throws Exception {
        for (int i = 0; i < 12; i++) store.object("k" + i, "x");
        var asset = Documents.asset();
        var other = new boolean[1];
        documents.progress = (bytes, objects, total, phase) -> {
            if (!other[0] && phase.equals("copying")) {
                other[0] = true;
                documents
                        .db
                        .sql("update work.bucket_listing set attempt = 9 where asset = ?")
                        .param(asset)
                        .update();
            }
        };

        assertThatThrownBy(() -> documents.take(BUCKET, asset, 1)).hasMessageContaining("taken this bucket over");
    }

    private static void cut(com.sun.net.httpserver.HttpExchange exchange, int promised, String sent)
            throws java.io.IOException {
        exchange.sendResponseHeaders(200, promised);
        exchange.getResponseBody().write(sent.getBytes(UTF_8));
        exchange.getResponseBody().flush();
        // closing short of the promise makes the server drop the connection
        throw new java.io.IOException("cut");
    }
}
