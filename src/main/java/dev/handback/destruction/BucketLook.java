package dev.handback.destruction;

import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketEntry.What;
import dev.handback.sources.BucketPage;
import dev.handback.sources.BucketPage.Marker;
import dev.handback.sources.Connection;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Remote;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.sources.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists a bucket's versions and open uploads. A plain listing, or an object that is not found, proves nothing: a delete
 * marker hides what stays. So nothing is there only when no version, no marker and no upload is listed.
 */
final class BucketLook {
    private static final int MOST_NAMED = 20;

    /** A page can be unreadable because of the key it ends on; another length moves that end. */
    private static final List<Integer> LENGTHS = List.of(1000, 100, 1);

    private final EgressPolicy policy;
    private final ProbeSettings settings;

    BucketLook(EgressPolicy policy, ProbeSettings settings) {
        this.policy = policy;
        this.settings = settings;
    }

    Seen at(Connection connection, Locator locator, Transcript transcript) {
        try (var remote = S3Remote.open(connection, locator, policy, settings.store(), transcript)) {
            return at(remote);
        } catch (SourceRefused e) {
            return e.reason() == Reason.GONE
                    ? new Seen.Absent(
                            "NO_SUCH_BUCKET", e.detail() + "; the name can be taken again, by this holder or another")
                    : Seen.Unclear.of(e);
        }
    }

    private static Seen at(S3Remote remote) {
        var versions = first(marker -> versions(remote, marker));
        if (!versions.isEmpty()) return there(versions);
        var uploads = first(remote::uploads);
        return uploads.isEmpty()
                ? new Seen.Absent("NOTHING_LISTED", "no version, no delete marker and no open upload is listed")
                : there(uploads);
    }

    /** The first page that lists something; a store may send empty ones before it. */
    private static List<BucketEntry> first(Function<@Nullable Marker, BucketPage> listing) {
        Marker after = null;
        while (true) {
            var page = listing.apply(after);
            if (!page.entries().isEmpty() || page.next() == null) return page.entries();
            if (page.next().equals(after))
                throw new SourceRefused(
                        Reason.BROKEN, "LISTING_BROKEN", "the store lists the same empty page again and again");
            after = page.next();
        }
    }

    private static BucketPage versions(S3Remote remote, @Nullable Marker after) {
        SourceRefused first = null;
        for (int length : LENGTHS) {
            try {
                return remote.versions(after, length);
            } catch (SourceRefused e) {
                boolean ofThisPage = e.reason() == Reason.BROKEN
                        || e.reason() == Reason.UNREACHABLE && e.code().startsWith("S3_");
                if (!ofThisPage) throw e;
                first = first == null ? e : first;
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    private static Seen there(List<BucketEntry> listed) {
        var observed = listed.stream().limit(MOST_NAMED).map(BucketLook::shown).toList();
        if (listed.get(0).what() == What.UPLOAD)
            return new Seen.There(
                    "UPLOADS_ANSWER",
                    "no version is listed, but open uploads are, which hold parts: " + listed.size()
                            + " on the first page",
                    observed);
        long versions = listed.stream().filter(e -> e.what() == What.VERSION).count();
        return versions == 0
                ? new Seen.There(
                        "MARKERS_ANSWER",
                        listed.size()
                                + " delete markers and no version are listed on the first page; keys are still named",
                        observed)
                : new Seen.There(
                        "VERSIONS_ANSWER",
                        versions + " versions and " + (listed.size() - versions)
                                + " delete markers are listed on the first page",
                        observed);
    }

    private static Map<String, Object> shown(BucketEntry entry) {
        var row = new LinkedHashMap<String, Object>();
        row.put("what", entry.what().name());
        row.put("key", Printable.of(entry.key()));
        row.put("versionId", Printable.of(entry.versionId()));
        row.put("size", entry.size());
        if (entry.lastModified() != null)
            row.put("lastModified", entry.lastModified().toString());
        if (entry.owner() != null) row.put("owner", Printable.of(entry.owner()));
        return row;
    }
}
