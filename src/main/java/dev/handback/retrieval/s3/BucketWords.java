package dev.handback.retrieval.s3;

import dev.handback.sources.BucketEntry;
import dev.handback.sources.S3Remote;
import java.util.Map;

/** What a bucket's settings say about all its objects, and what the store does not tell: asked once, not once for each object. */
final class BucketWords {

    private final Map<String, Object> facts;
    private volatile String tagsUnknown = "";

    BucketWords(Map<String, Object> facts) {
        this.facts = facts;
    }

    Map<String, Object> facts() {
        return facts;
    }

    /** What the absence of lock headers means here. */
    String lock() {
        String bucket = String.valueOf(facts.get("objectLock"));
        return bucket.startsWith("not ") || bucket.equals("none") ? bucket : "none shown";
    }

    /** Tags by name; where the store does not know or permit them, its word for that. */
    Object tags(S3Remote remote, BucketEntry entry) {
        if (!tagsUnknown.isEmpty()) return tagsUnknown;
        Object tags = remote.tags(entry);
        // a refusal is not tried again a million times
        if (tags instanceof String word && word.startsWith("not ")) tagsUnknown = word;
        return tags;
    }
}
