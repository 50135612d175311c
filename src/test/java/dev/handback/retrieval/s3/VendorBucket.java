package dev.handback.retrieval.s3;

import dev.handback.demo.S3Host;
import java.util.List;

/** A versioned bucket of the vendor, for tests of the whole application. */
public final class VendorBucket implements AutoCloseable {
    private final Buckets buckets;
    private final String name;

    private VendorBucket(Buckets buckets, String name) {
        this.buckets = buckets;
        this.name = name;
    }

    public static VendorBucket of(S3Host store, String name) {
        var buckets = new Buckets(store.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY);
        buckets.versioned(name);
        return new VendorBucket(buckets, name);
    }

    public String name() {
        return name;
    }

    public VendorBucket put(String key, String content) {
        buckets.put(name, key, content);
        return this;
    }

    public VendorBucket delete(String key) {
        buckets.delete(name, key);
        return this;
    }

    /** What a plain reader sees. */
    public List<String> keys() {
        return buckets.client.listObjectsV2(l -> l.bucket(name)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    /** Begins to upload a part and never completes it. */
    public VendorBucket neverCompleted(String key) {
        buckets.neverCompleted(name, key);
        return this;
    }

    /** Erases every version and delete marker for good. */
    public VendorBucket erase() {
        var listed = buckets.client.listObjectVersions(l -> l.bucket(name));
        listed.versions()
                .forEach(v -> buckets.client.deleteObject(
                        d -> d.bucket(name).key(v.key()).versionId(v.versionId())));
        listed.deleteMarkers()
                .forEach(m -> buckets.client.deleteObject(
                        d -> d.bucket(name).key(m.key()).versionId(m.versionId())));
        return this;
    }

    /** Takes the empty bucket itself away. */
    public VendorBucket drop() {
        buckets.client.deleteBucket(d -> d.bucket(name));
        return this;
    }

    @Override
    public void close() {
        buckets.close();
    }
}
