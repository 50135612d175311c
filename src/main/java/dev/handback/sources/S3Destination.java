package dev.handback.sources;

import dev.handback.sources.BucketEntry.What;
import dev.handback.sources.SourceRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * A bucket at the client's own store, which we write to only over a connection that says so. Objects are created and delete
 * markers set; nothing is ever replaced or erased: the store is told that a new key must not exist yet, and a marker is set
 * only while the bucket keeps versions.
 */
public final class S3Destination implements AutoCloseable {
    private static final int PAGE = 1000;

    private final Locator locator;
    private final S3Remote remote;
    private final S3Client writer;
    private final ObjectWriting writing;

    private S3Destination(Locator locator, S3Remote remote, long part) {
        this.locator = locator;
        this.remote = remote;
        this.writer = remote.store().writer();
        this.writing = new ObjectWriting(writer, locator, part);
    }

    /**
     * @param part bytes of one part of a large object; what is smaller is sent at once
     * @throws SourceRefused also when the connection is not one to place over; asks the store for nothing yet
     */
    public static S3Destination open(
            Connection connection, Locator locator, EgressPolicy policy, StoreLimits limits, long part) {
        GitDestination.requirePlacing(connection);
        return new S3Destination(locator, S3Remote.looking(connection, locator, policy, limits, null), part);
    }

    /** Whether an object of this size is one request. */
    public boolean writesAtOnce(long size) {
        return writing.isAtOnce(size);
    }

    /** What keys begin with here. */
    public String prefix() {
        return locator.prefix();
    }

    public String bucket() {
        return locator.host();
    }

    /** Whether the bucket keeps versions, in the store's word, or in ours where it does not tell. */
    public String versioning() {
        return String.valueOf(remote.versioning());
    }

    public boolean keepsVersions() {
        return versioning().equals("Enabled");
    }

    /** A page of all that lies below the prefix. */
    public BucketPage versions(BucketPage.@Nullable Marker after, int most) {
        return remote.versions(after, most);
    }

    /** What there is of one key, at this moment: its versions, then its markers, the newest first. */
    public List<BucketEntry> versionsOf(String key) {
        var found = new ArrayList<BucketEntry>();
        BucketPage page = page(key, null);
        page.entries().stream().filter(entry -> entry.key().equals(key)).forEach(found::add);
        for (var next = page.next(); next != null && next.key().equals(key); next = page.next()) {
            page = page(key, next);
            if (next.equals(page.next()))
                throw new SourceRefused(
                        Reason.BROKEN, "LISTING_BROKEN", bucket() + " lists the same page again and again");
            page.entries().stream().filter(entry -> entry.key().equals(key)).forEach(found::add);
        }
        found.sort((a, b) -> a.what().compareTo(b.what()));
        return found;
    }

    private BucketPage page(String key, BucketPage.@Nullable Marker after) {
        try {
            return remote.rows()
                    .versions(remote.store().client().listObjectVersions(request -> request.bucket(locator.host())
                            .prefix(key)
                            .encodingType(EncodingType.URL)
                            .keyMarker(after == null ? null : after.key())
                            .versionIdMarker(after == null ? null : after.id())
                            .maxKeys(PAGE)));
        } catch (SourceRefused e) {
            throw e;
        } catch (RuntimeException e) {
            throw S3Faults.ofBucket(e, locator, "listing versions");
        }
    }

    /** Opens exactly the version that was listed. */
    public ObjectBody open(BucketEntry entry) {
        return remote.open(entry);
    }

    /** Explains what broke while the bytes of an object were read. */
    public SourceRefused broken(java.io.IOException failure) {
        return remote.broken(failure);
    }

    /** Its tags by name; a word where the store does not tell them. */
    public Object tags(BucketEntry entry) {
        return remote.tags(entry);
    }

    /**
     * Writes an object, or one more version of it.
     *
     * @param first the key must not exist
     * @return the version's id, "null" where the store gives none; null when the key exists against the condition
     * @throws ObjectRefused when the store refuses this one object
     * @throws SourceRefused when it refuses us, or is not reached: whether it took the object is then unknown
     */
    public @Nullable String put(NewObject object, ObjectBytes bytes, boolean first) {
        return writing.put(object, bytes, first);
    }

    /** Gives tags to a version that has none; false when the store does not take them. */
    public boolean tag(BucketEntry entry, Map<String, String> tags) {
        var set = new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList();
        try {
            writer.putObjectTagging(request -> request.bucket(locator.host())
                    .key(entry.key())
                    .versionId(entry.versionId().equals("null") ? null : entry.versionId())
                    .tagging(tagging -> tagging.tagSet(set)));
            return true;
        } catch (RuntimeException e) {
            if (S3Faults.word(e) == null) throw S3Faults.ofBucket(e, locator, "writing tags");
            return false;
        }
    }

    /**
     * Sets a delete marker: hides the key, erases nothing.
     *
     * @throws SourceRefused when the bucket keeps no versions, for there it would erase
     */
    public void mark(String key) {
        if (!keepsVersions())
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "DESTINATION_UNVERSIONED",
                    "bucket " + bucket()
                            + " keeps versions no longer; nothing is marked as deleted where that would erase");
        try {
            var answer = writer.deleteObject(
                    request -> request.bucket(locator.host()).key(key));
            if (!Boolean.TRUE.equals(answer.deleteMarker()))
                throw new SourceRefused(
                        Reason.BROKEN,
                        "MARKER_NOT_SET",
                        "bucket " + bucket() + " does not say that it marked " + Printable.of(key) + " as deleted");
        } catch (SourceRefused e) {
            throw e;
        } catch (RuntimeException e) {
            throw S3Faults.ofBucket(e, locator, "setting a delete marker");
        }
    }

    /** Whether there are uploads here that were begun and not completed, such as by a try of ours that was killed. */
    public boolean hasOpenUploads() {
        try {
            return remote.uploads(null).entries().stream().anyMatch(entry -> entry.what() == What.UPLOAD);
        } catch (SourceRefused e) {
            if (e.reason() == Reason.FORBIDDEN || e.reason() == Reason.UNSUPPORTED) return false;
            throw e;
        }
    }

    @Override
    public void close() {
        remote.close();
    }
}
