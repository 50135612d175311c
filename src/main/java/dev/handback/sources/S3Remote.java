package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * A bucket at its holder: only listed and read, never written. Pages are asked for one by one, so that a listing of any
 * length needs no memory. To be closed to cut off whoever still reads.
 */
public final class S3Remote implements AutoCloseable {

    private final Locator locator;
    private final PinnedStore store;
    private final S3Client client;
    private final BucketRows rows;
    private final @Nullable RequestPayer payer;

    /** Stores refuse to be asked for version "null" of a bucket that never had versions; its ETag pins the object there. */
    private volatile boolean unversioned;

    private final Duration silence;

    private S3Remote(Locator locator, PinnedStore store, boolean requesterPays, Duration silence) {
        this.locator = locator;
        this.silence = silence;
        this.store = store;
        this.client = store.client();
        this.rows = new BucketRows(locator);
        this.payer = requesterPays ? RequestPayer.REQUESTER : null;
    }

    /** Checks the policy, resolves, and reads the connection's secrets; asks the store for nothing yet. */
    public static S3Remote open(Connection connection, Locator locator, EgressPolicy policy, StoreLimits limits) {
        return opened(connection, locator, policy, limits, null);
    }

    /** The same, with all that is asked and answered written down. */
    public static S3Remote open(
            Connection connection, Locator locator, EgressPolicy policy, StoreLimits limits, Transcript transcript) {
        return opened(connection, locator, policy, limits, transcript);
    }

    private static S3Remote opened(
            Connection connection,
            Locator locator,
            EgressPolicy policy,
            StoreLimits limits,
            @Nullable Transcript transcript) {
        if (connection.place()) throw GitDestination.notForRetrieval(connection);
        return looking(connection, locator, policy, limits, transcript);
    }

    /** Whoever calls this has decided that this connection may be read over. */
    static S3Remote looking(
            Connection connection,
            Locator locator,
            EgressPolicy policy,
            StoreLimits limits,
            @Nullable Transcript transcript) {
        policy.check(connection, locator);
        S3Access access = connection.s3();
        if (access == null || locator.scheme() != Locator.Scheme.S3)
            throw new SourceRefused(
                    Reason.UNSUPPORTED, "NO_S3_LOCATOR", locator + " is no bucket; use s3://bucket/prefix");
        var store = new PinnedStore(connection, access, locator.host(), policy, limits, transcript);
        return new S3Remote(locator, store, access.requesterPays(), limits.stall());
    }

    public String bucket() {
        return locator.host();
    }

    /** A page of versions and markers, in the store's order. */
    public BucketPage versions(BucketPage.@Nullable Marker after, int most) {
        return asked("listing versions", () -> {
            var answer = client.listObjectVersions(request -> request.bucket(locator.host())
                    .prefix(locator.prefix())
                    // without this one control character in one key makes the whole page unreadable
                    .encodingType(EncodingType.URL)
                    .keyMarker(after == null ? null : after.key())
                    .versionIdMarker(after == null ? null : after.id())
                    .requestPayer(payer)
                    .maxKeys(most));
            return rows.versions(answer);
        });
    }

    /** A page of uploads in parts that were begun and neither completed nor aborted. */
    public BucketPage uploads(BucketPage.@Nullable Marker after) {
        return asked("listing uploads", () -> {
            ListMultipartUploadsResponse answer = client.listMultipartUploads(request -> request.bucket(locator.host())
                    .prefix(locator.prefix())
                    .encodingType(EncodingType.URL)
                    .keyMarker(after == null ? null : after.key())
                    .uploadIdMarker(after == null ? null : after.id())
                    .requestPayer(payer));
            return rows.uploads(answer);
        });
    }

    /**
     * Opens exactly the version that was listed.
     *
     * @throws ObjectRefused when the store refuses this one object
     * @throws SourceRefused when it refuses us, or is not reached
     */
    public ObjectBody open(BucketEntry entry) {
        ObjectBody body;
        try {
            body = new ObjectBody(client.getObject(pinned(entry), ResponseTransformer.toInputStream()), silence);
        } catch (RuntimeException e) {
            throw refusal(e, entry);
        }
        var other = body.otherThan(entry);
        if (other == null) return body;
        body.close();
        throw new ObjectRefused("OBJECT_CHANGED", what(entry) + ": " + other);
    }

    private GetObjectRequest pinned(BucketEntry entry) {
        return GetObjectRequest.builder()
                .bucket(locator.host())
                .key(entry.key())
                .versionId(version(entry))
                .ifMatch(entry.etag().isEmpty() ? null : "\"" + entry.etag() + "\"")
                .requestPayer(payer)
                // as a header, so that the SDK shows the store's checksums and does not judge them for us
                .overrideConfiguration(o -> o.putHeader("x-amz-checksum-mode", "ENABLED"))
                .build();
    }

    private @Nullable String version(BucketEntry entry) {
        return unversioned && entry.versionId().equals("null") ? null : entry.versionId();
    }

    private static String what(BucketEntry entry) {
        return "version " + entry.versionId() + " of " + Printable.of(entry.key());
    }

    private RuntimeException refusal(RuntimeException failure, BucketEntry entry) {
        var object = S3Faults.ofObject(failure, what(entry));
        return object == null ? S3Faults.ofBucket(failure, locator, "reading an object") : object;
    }

    /** Explains what broke while the bytes of an object were read. */
    public SourceRefused broken(java.io.IOException failure) {
        return NetworkFaults.explain(failure, null, locator);
    }

    /** Its tags, or in one or two words why they are not known. */
    public Object tags(BucketEntry entry) {
        return toldOr("reading tags", () -> client
                .getObjectTagging(request -> request.bucket(locator.host())
                        .key(entry.key())
                        .versionId(version(entry))
                        .requestPayer(payer))
                .tagSet()
                .stream()
                .collect(Collectors.toMap(Tag::key, t -> ObjectFacts.clean(t.value()), (a, b) -> b, TreeMap::new)));
    }

    /** What the bucket's own settings say, to be asked before anything is opened: each a value, "none", "not permitted" or "not supported". */
    public Map<String, Object> facts() {
        var facts = new TreeMap<String, Object>();
        facts.put("versioning", versioning());
        facts.put(
                "objectLock",
                toldOr(
                        "reading the object lock",
                        () -> String.valueOf(client.getObjectLockConfiguration(r -> r.bucket(locator.host()))
                                .objectLockConfiguration())));
        facts.put(
                "encryption",
                toldOr(
                        "reading the encryption",
                        () -> String.valueOf(client.getBucketEncryption(r -> r.bucket(locator.host()))
                                .serverSideEncryptionConfiguration())));
        facts.put(
                "lifecycle",
                toldOr(
                        "reading the lifecycle",
                        () -> String.valueOf(client.getBucketLifecycleConfiguration(r -> r.bucket(locator.host()))
                                .rules())));
        facts.put(
                "replication",
                toldOr(
                        "reading the replication",
                        () -> String.valueOf(client.getBucketReplication(r -> r.bucket(locator.host()))
                                .replicationConfiguration())));
        return facts;
    }

    /** Enabled, Suspended, "never enabled", "not permitted" or "not supported"; to be asked before anything is opened. */
    Object versioning() {
        return toldOr("reading the versioning", () -> {
            var status =
                    client.getBucketVersioning(r -> r.bucket(locator.host())).statusAsString();
            unversioned = status == null;
            return status == null ? "never enabled" : status;
        });
    }

    PinnedStore store() {
        return store;
    }

    BucketRows rows() {
        return rows;
    }

    private Object toldOr(String asked, Supplier<Object> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            String word = S3Faults.word(e);
            if (word == null) throw S3Faults.ofBucket(e, locator, asked);
            return word;
        }
    }

    private BucketPage asked(String what, Supplier<BucketPage> question) {
        try {
            return question.get();
        } catch (SourceRefused e) {
            throw e;
        } catch (RuntimeException e) {
            throw S3Faults.ofBucket(e, locator, what);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
