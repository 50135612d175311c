package dev.handback.retrieval;

import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One row of a bucket as an attempt found it.
 *
 * @param key the bytes of the object's name
 * @param what VERSION, MARKER or UPLOAD
 * @param state HELD, NOT_HELD, MARKER, UPLOAD, or VANISHED: it went away while it was taken, and what was taken is kept
 * @param facts metadata, headers, tags, encryption, locks and checksums, as JSON
 * @param code why it is not held, or not believed; null when there is nothing to say
 */
public record HeldDocument(
        long ordinal,
        byte[] key,
        String versionId,
        String etag,
        String what,
        boolean latest,
        long size,
        @Nullable Instant lastModified,
        @Nullable String storageClass,
        @Nullable String owner,
        String state,
        @Nullable String sha256,
        @Nullable Integer copiedIn,
        @Nullable String facts,
        @Nullable String code,
        @Nullable String detail) {

    /** For reading; the key itself may hold what no text can. */
    public String name() {
        return new String(key, java.nio.charset.StandardCharsets.UTF_8);
    }

    public String keyBase64() {
        return Base64.getEncoder().encodeToString(key);
    }
}
