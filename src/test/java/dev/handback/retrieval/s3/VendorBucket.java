package dev.handback.retrieval.s3;

import dev.handback.demo.S3Host;

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

    public VendorBucket put(String key, String content) {
        buckets.put(name, key, content);
        return this;
    }

    public VendorBucket delete(String key) {
        buckets.delete(name, key);
        return this;
    }

    @Override
    public void close() {
        buckets.close();
    }
}
