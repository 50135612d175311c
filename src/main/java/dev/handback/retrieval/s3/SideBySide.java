package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.retrieval.PlacingRequest;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketPage;
import dev.handback.sources.S3Destination;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted and what a bucket lists, key by key in the order of their bytes. It holds a page of each and the rows of one
 * key, so that neither list may be too long.
 */
final class SideBySide {
    private static final int PAGE = 1000;
    private static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    /**
     * @param key as the destination has it
     * @param wanted the oldest first
     * @param listed versions before markers, of each kind the newest first, as the store lists them
     */
    record Key(String key, List<Wanted> wanted, List<BucketEntry> listed) {}

    private final S3Destination destination;
    private final long most;
    private final WantedKeys wanted;
    private final Pages<BucketEntry> listed;
    private BucketPage.@Nullable Marker marker;
    private boolean ended;
    private long rows;
    private String lastListed = "";

    /** @param most rows that a destination may list */
    SideBySide(WantedRows rows, PlacingRequest request, S3Destination destination, long most) {
        this.destination = destination;
        this.most = most;
        this.wanted = new WantedKeys(rows, request);
        this.listed = new Pages<>(this::page);
    }

    /** The next key that is wanted or listed; null at the end. */
    @Nullable
    Key next() {
        var nextWanted = wanted.peek();
        var nextListed = listed.peek();
        if (nextWanted == null && nextListed == null) return null;
        String key = nextListed == null
                ? destination.prefix() + Objects.requireNonNull(nextWanted).name()
                : nextWanted == null
                        ? nextListed.key()
                        : first(destination.prefix() + nextWanted.name(), nextListed.key());
        return new Key(key, wantedOf(key), listedOf(key));
    }

    private static String first(String a, String b) {
        return BYTES.compare(a, b) <= 0 ? a : b;
    }

    private List<Wanted> wantedOf(String key) {
        var next = wanted.peek();
        return next != null && key.equals(destination.prefix() + next.name()) ? wanted.take() : List.of();
    }

    /** Pages may overlap where a store spells a marker otherwise. */
    private List<BucketEntry> listedOf(String key) {
        var rows = new ArrayList<BucketEntry>();
        var ids = new HashSet<String>();
        for (var row = listed.peek(); row != null && key.equals(row.key()); row = listed.peek()) {
            var entry = listed.take();
            if (ids.add(entry.versionId())) rows.add(entry);
            WantedKeys.requireFew(rows.size(), key);
        }
        rows.sort(Comparator.comparing(BucketEntry::what));
        return rows;
    }

    private List<BucketEntry> page() {
        while (!ended) {
            var after = marker;
            var page = BucketListing.readable(length -> destination.versions(after, length), PAGE);
            var next = page.next();
            if (next != null && next.equals(after)) throw broken("lists the same page again and again");
            marker = next;
            ended = next == null;
            rows += page.entries().size();
            if (rows > most) throw broken("lists more than " + most + " rows (handback.retrieval.s3.max-objects)");
            if (!page.entries().isEmpty()) return inOrder(page.entries());
        }
        return List.of();
    }

    private List<BucketEntry> inOrder(List<BucketEntry> page) {
        var sorted = new ArrayList<>(page);
        sorted.sort(Comparator.comparing(BucketEntry::key, BYTES));
        if (BYTES.compare(sorted.get(0).key(), lastListed) < 0)
            throw broken("does not list its keys in the order of their bytes");
        lastListed = sorted.get(sorted.size() - 1).key();
        return sorted;
    }

    private SourceRefused broken(String what) {
        return new SourceRefused(Reason.BROKEN, "LISTING_BROKEN", "bucket " + destination.bucket() + " " + what);
    }
}
