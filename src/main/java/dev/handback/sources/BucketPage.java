package dev.handback.sources;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a bucket's listing.
 *
 * @param next where the next page begins; null after the last one
 */
public record BucketPage(
        List<BucketEntry> entries, @Nullable Marker next) {

    public BucketPage {
        entries = List.copyOf(entries);
    }

    /** After which row a page begins, as the store named it. */
    public record Marker(String key, @Nullable String id) {}
}
