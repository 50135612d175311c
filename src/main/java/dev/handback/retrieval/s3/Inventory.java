package dev.handback.retrieval.s3;

import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketPage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The words in which {@link InventoryTable} speaks. */
final class Inventory {

    private Inventory() {}

    /** Whose inventory; only the attempt that last began may write it. */
    record Run(String exit, String asset, int attempt) {}

    /**
     * How far the listing is. Passes count from 1.
     *
     * @param complete the last pass that came to its end; what it did not list has gone
     */
    record Listing(int pass, int complete, boolean ended, boolean inUploads, BucketPage.@Nullable Marker marker) {}

    /** Where a walk through the rows stands. */
    record Place(byte[] key, String versionId, String etag) {
        static final Place START = new Place(new byte[0], "", "");
    }

    /** A row as the newest pass listed it, and what became of it. */
    record Row(
            byte[] key,
            String versionId,
            String etag,
            BucketEntry.What what,
            boolean latest,
            long size,
            @Nullable Instant lastModified,
            @Nullable String storageClass,
            @Nullable String owner,
            State state,
            @Nullable String sha256,
            @Nullable String facts,
            @Nullable String code,
            @Nullable String detail) {

        Place place() {
            return new Place(key, versionId, etag);
        }

        BucketEntry entry() {
            var name = new String(key, java.nio.charset.StandardCharsets.UTF_8);
            return new BucketEntry(what, name, versionId, etag, latest, size, lastModified, storageClass, owner);
        }
    }

    enum State {
        LISTED,
        HELD,
        NOT_HELD,
        MARKER,
        UPLOAD
    }

    /** @param code why it is not held, or not believed */
    record Copied(
            Row row,
            State state,
            @Nullable String sha256,
            long bytes,
            String facts,
            @Nullable String code,
            @Nullable String detail,
            boolean forbidden) {}

    /** What a pass found different from the one before. */
    record Difference(long added, long vanished) {
        boolean none() {
            return added + vanished == 0;
        }
    }

    record Totals(
            long versions,
            long markers,
            long uploads,
            long objects,
            long bytes,
            long heldBytes,
            long notHeld,
            long faults) {}

    /** Rows with the same fault. */
    record Fault(String code, long count, String example) {
        String words() {
            return count == 1 ? example : count + " versions, for example: " + example;
        }
    }
}
