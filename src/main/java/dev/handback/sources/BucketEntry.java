package dev.handback.sources;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a bucket's listing. Its key is a name at the holder's and never becomes a path of ours.
 *
 * @param versionId "null" is a value; of an upload that was never completed, the upload's id
 * @param etag without quotes; empty for markers and uploads
 * @param latest whether a plain reader of the key would get this row
 */
public record BucketEntry(
        What what,
        String key,
        String versionId,
        String etag,
        boolean latest,
        long size,
        @Nullable Instant lastModified,
        @Nullable String storageClass,
        @Nullable String owner) {

    public enum What {
        /** A version of an object, with bytes. */
        VERSION,
        /** "Deleted from here on": hides the key, erases nothing. */
        MARKER,
        /** An upload in parts that was never completed; its bytes cannot be read by anybody. */
        UPLOAD
    }
}
