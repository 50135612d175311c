package dev.handback.sources;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

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
        List<Bucket> listed = listed(MOST, soFar -> {});
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

    /**
     * The same, whatever the connection is limited to.
     *
     * @param pages most answers, so that empty ones cannot go on for ever
     * @param told how many so far, after each; what it throws ends the listing
     */
    List<Named> everyBucket(int pages, IntConsumer told) {
        return listed(pages, told).stream()
                .map(bucket -> new Named(
                        String.valueOf(bucket.name()),
                        bucket.creationDate() == null
                                ? ""
                                : bucket.creationDate().toString().substring(0, 10)))
                .toList();
    }

    /** Page by page: the first answer need not be the whole. */
    private List<Bucket> listed(int most, IntConsumer told) {
        var listed = new ArrayList<Bucket>();
        var pages = store.client().listBucketsPaginator().iterator();
        int asked = 0;
        for (var page = next(pages); page != null; page = next(pages)) {
            if (++asked > most) throw tooLong("has still more pages of buckets after " + most + " answers");
            listed.addAll(page.buckets());
            if (listed.size() > MOST) throw tooLong("lists more than " + MOST + " buckets");
            told.accept(listed.size());
        }
        return listed;
    }

    private @Nullable ListBucketsResponse next(Iterator<ListBucketsResponse> pages) {
        try {
            return pages.hasNext() ? pages.next() : null;
        } catch (RuntimeException e) {
            throw S3Faults.ofBucket(e, access.endpoint(), "listing buckets");
        }
    }

    private SourceRefused tooLong(String what) {
        return SourceRefused.policy("ANSWER_TOO_LONG", access.endpoint() + " " + what + "; we stopped");
    }

    @Override
    public void close() {
        store.close();
    }
}
