package dev.handback.sources;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Bucket;

/** An S3 store as a whole: which buckets it shows to our credential. */
public final class S3Store implements AutoCloseable {
    private static final int MOST = 10_000;

    private final Connection connection;
    private final S3Access access;
    private final PinnedStore store;

    private S3Store(Connection connection, S3Access access, PinnedStore store) {
        this.connection = connection;
        this.access = access;
        this.store = store;
    }

    /** Resolves and reads the connection's secrets; asks the store for nothing yet. */
    public static S3Store open(Connection connection, EgressPolicy policy, StoreLimits limits) {
        S3Access access = connection.s3();
        if (access == null)
            throw new SourceRefused(
                    SourceRefused.Reason.UNSUPPORTED,
                    "CONNECTION_KIND",
                    "connection " + connection.name() + " is no S3 store; it cannot be asked what it has");
        return new S3Store(connection, access, PinnedStore.ofEndpoint(connection, access, policy, limits));
    }

    /**
     * Every bucket that the store lists, as locators, by name. What it does not list to this credential is not seen.
     *
     * @throws SourceRefused when it refuses us, is not reached, names a bucket that can be none, or more than 10,000
     */
    public List<Locator> buckets() {
        List<Bucket> listed = listed();
        var locators = new ArrayList<Locator>();
        for (Bucket bucket : listed) {
            var locator = Locator.parse("s3://" + bucket.name() + "/");
            if (connection.covers(locator)) locators.add(locator);
        }
        locators.sort(java.util.Comparator.comparing(Locator::toString));
        return locators;
    }

    /** A bucket by the name that the store gives it, which need not be one that we would connect to. */
    record Named(String name, String created) {}

    /** The same, whatever the connection is limited to. */
    List<Named> everyBucket() {
        return listed().stream()
                .map(bucket -> new Named(
                        String.valueOf(bucket.name()),
                        bucket.creationDate() == null
                                ? ""
                                : bucket.creationDate().toString().substring(0, 10)))
                .toList();
    }

    private List<Bucket> listed() {
        List<Bucket> listed;
        try {
            // page by page: the first answer need not be the whole
            listed = store.client().listBucketsPaginator().buckets().stream()
                    .limit(MOST + 1)
                    .toList();
        } catch (RuntimeException e) {
            throw S3Faults.ofBucket(e, access.endpoint(), "listing buckets");
        }
        if (listed.size() > MOST)
            throw SourceRefused.policy(
                    "ANSWER_TOO_LONG",
                    access.endpoint() + " lists more than " + MOST + " buckets; limit the connection by its urls");
        return listed;
    }

    @Override
    public void close() {
        store.close();
    }
}
