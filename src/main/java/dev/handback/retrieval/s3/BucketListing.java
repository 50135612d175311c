package dev.handback.retrieval.s3;

import dev.handback.retrieval.s3.Inventory.Listing;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketPage;
import dev.handback.sources.S3Remote;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One pass through a bucket, page by page into the inventory; no page is kept in memory after the next has come. */
final class BucketListing {

    private final S3Remote remote;
    private final InventoryTable inventory;
    private final S3Limits limits;
    private final Run run;
    private final LongConsumer listed;
    private long rows;
    private @Nullable SourceRefused uploads;

    /** @param listed told the number of rows after each page; may throw to stop */
    BucketListing(S3Remote remote, InventoryTable inventory, S3Limits limits, Run run, LongConsumer listed) {
        this.remote = remote;
        this.inventory = inventory;
        this.limits = limits;
        this.run = run;
        this.listed = listed;
    }

    /** Goes on where the listing stands, to its end. */
    Listing toItsEnd(Listing from) {
        var listing = from;
        rows = 0;
        while (!listing.ended()) {
            listing = listing.inUploads() ? uploads(listing) : versions(listing);
            listed.accept(rows);
        }
        return listing;
    }

    /** Why open uploads are not known; null when they are. */
    @Nullable
    SourceRefused uploadsUnknown() {
        return uploads;
    }

    private Listing versions(Listing at) {
        var page = page(at.marker());
        var next = page.next();
        return write(at, page, new Listing(at.pass(), at.complete(), false, next == null, next));
    }

    private BucketPage page(BucketPage.@Nullable Marker after) {
        return readable(length -> remote.versions(after, length), limits.pageRows());
    }

    /** A page can be unreadable because of the key it ends on; another length moves that end. */
    static BucketPage readable(IntFunction<BucketPage> asked, int rows) {
        SourceRefused first = null;
        for (int length : new int[] {rows, Math.max(1, rows * 2 / 3), Math.max(1, rows / 7)}) {
            try {
                return asked.apply(length);
            } catch (SourceRefused e) {
                boolean ofThisPage = e.reason() == Reason.BROKEN
                        || e.reason() == Reason.UNREACHABLE && e.code().startsWith("S3_");
                first = first == null ? e : first;
                if (!ofThisPage) throw e;
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    /** The right to list uploads is one of its own; without it they stay unknown, and the asset is not refused. */
    private Listing uploads(Listing at) {
        try {
            var page = remote.uploads(at.marker());
            var next = page.next();
            return write(at, page, new Listing(at.pass(), at.complete(), next == null, true, next));
        } catch (SourceRefused e) {
            if (e.reason() != Reason.FORBIDDEN && e.reason() != Reason.UNSUPPORTED) throw e;
            uploads = e;
            return write(
                    at,
                    new BucketPage(List.<BucketEntry>of(), null),
                    new Listing(at.pass(), at.complete(), true, true, null));
        }
    }

    private Listing write(Listing at, BucketPage page, Listing next) {
        rows += page.entries().size();
        if (rows > limits.maxObjects())
            throw new SourceRefused(
                    Reason.POLICY,
                    "TOO_MANY_OBJECTS",
                    "bucket " + remote.bucket() + " lists more than " + limits.maxObjects()
                            + " rows; raise handback.retrieval.s3.max-objects or register its prefixes one by one");
        if (next.marker() != null && next.marker().equals(at.marker()))
            throw new SourceRefused(
                    Reason.BROKEN,
                    "LISTING_BROKEN",
                    "bucket " + remote.bucket() + " lists the same page again and again");
        inventory.page(run, at.pass(), page.entries(), next);
        return next;
    }
}
