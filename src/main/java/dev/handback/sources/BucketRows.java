package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.sources.BucketEntry.What;
import dev.handback.sources.SourceRefused.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Owner;

/** Turns what a store lists into rows, and refuses rows that no honest store lists. */
final class BucketRows {

    /** What S3 itself allows; a store that sends more is not to be trusted with our index. */
    private static final int LONGEST_KEY = 1024;

    private static final int LONGEST_ID = 512;

    private final Locator locator;

    BucketRows(Locator locator) {
        this.locator = locator;
    }

    BucketPage versions(ListObjectVersionsResponse answer) {
        var entries = new ArrayList<BucketEntry>();
        answer.versions().forEach(v -> entries.add(version(v)));
        answer.deleteMarkers().forEach(m -> entries.add(marker(m)));
        requireDifferent(entries);
        return new BucketPage(
                entries,
                next(answer.isTruncated(), last(entries, answer.nextKeyMarker()), answer.nextVersionIdMarker()));
    }

    BucketPage uploads(ListMultipartUploadsResponse answer) {
        var entries = answer.uploads().stream().map(this::upload).toList();
        return new BucketPage(
                entries,
                next(answer.isTruncated(), last(entries, answer.nextKeyMarker()), answer.nextUploadIdMarker()));
    }

    /** A store that calls keys encoded and does not encode them lists "a~" and "a%7E": we would take the one for both. */
    private void requireDifferent(List<BucketEntry> page) {
        var seen = new HashSet<String>();
        for (BucketEntry entry : page) if (!seen.add(entry.versionId() + ' ' + entry.key())) throw refused(entry.key());
    }

    /**
     * The last key of a page, as we read it ourselves. Ceph encodes the keys of a listing but not its marker, and a marker
     * decoded once too often ("a%7E" into "a~") would silently jump over what lies between.
     */
    private static @Nullable String last(List<BucketEntry> entries, @Nullable String marker) {
        return entries.stream()
                .map(BucketEntry::key)
                .max((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)))
                .orElse(marker);
    }

    private BucketEntry version(ObjectVersion v) {
        if (v.size() == null || v.size() < 0) throw refused(v.key());
        return checked(new BucketEntry(
                What.VERSION,
                name(v.key()),
                id(v.versionId()),
                v.eTag() == null ? "" : v.eTag().replace("\"", ""),
                Boolean.TRUE.equals(v.isLatest()),
                v.size(),
                v.lastModified(),
                clean(v.storageClassAsString()),
                owner(v.owner())));
    }

    private BucketEntry marker(DeleteMarkerEntry m) {
        return bare(
                What.MARKER,
                m.key(),
                m.versionId(),
                Boolean.TRUE.equals(m.isLatest()),
                m.lastModified(),
                owner(m.owner()));
    }

    private BucketEntry upload(MultipartUpload u) {
        return bare(What.UPLOAD, u.key(), u.uploadId(), false, u.initiated(), owner(u.owner()));
    }

    private BucketEntry bare(
            What what,
            @Nullable String key,
            @Nullable String id,
            boolean latest,
            @Nullable Instant at,
            @Nullable String owner) {
        return checked(new BucketEntry(what, name(key), id(id), "", latest, 0, at, null, owner));
    }

    private String name(@Nullable String key) {
        if (key == null || !key.startsWith(locator.prefix()) || key.getBytes(UTF_8).length > LONGEST_KEY)
            throw refused(key);
        return key;
    }

    private static String id(@Nullable String id) {
        return id == null || id.isEmpty() ? "null" : id;
    }

    private BucketEntry checked(BucketEntry entry) {
        String ids = entry.versionId() + entry.etag();
        if (ids.length() > LONGEST_ID || ids.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) throw refused(entry.key());
        return entry;
    }

    private SourceRefused refused(@Nullable String key) {
        return new SourceRefused(
                Reason.BROKEN,
                "LISTING_BROKEN",
                locator
                        + " listed a row that no store may list (outside the prefix, too long, without a size, or twice), key "
                        + Printable.of(String.valueOf(key)));
    }

    private static BucketPage.@Nullable Marker next(@Nullable Boolean more, @Nullable String key, @Nullable String id) {
        if (!Boolean.TRUE.equals(more)) return null;
        if (key == null || key.isEmpty())
            throw new SourceRefused(
                    Reason.BROKEN, "LISTING_BROKEN", "the store said that there is more, but not after which key");
        return new BucketPage.Marker(key, id == null || id.isEmpty() ? null : id);
    }

    private static @Nullable String owner(@Nullable Owner owner) {
        return owner == null ? null : clean(owner.id());
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : ObjectFacts.clean(text);
    }
}
