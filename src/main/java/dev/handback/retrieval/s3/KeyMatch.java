package dev.handback.retrieval.s3;

import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketEntry.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a key has come at its destination: what is there must be the beginning of what is wanted, in the same order, or is
 * strange. Looks at kinds, sizes and order; not yet at bytes.
 *
 * @param there what is there of the wanted, the oldest first
 * @param strange what does not fit, in words; null when all does
 */
record KeyMatch(List<BucketEntry> there, @Nullable String strange) {

    /** A store lists versions and markers each in their order; between a version and a marker only their dates can tell. */
    static KeyMatch of(List<Wanted> wanted, List<BucketEntry> listed) {
        var versions = oldestFirst(listed, What.VERSION);
        var markers = oldestFirst(listed, What.MARKER);
        var there = new ArrayList<BucketEntry>();
        int versionsTaken = 0;
        int markersTaken = 0;
        for (var row : wanted) {
            if (there.size() == listed.size()) break;
            boolean lacks = row.marker() ? markersTaken == markers.size() : versionsTaken == versions.size();
            if (lacks) return strange(there, row.words(), row.marker() ? "a version" : "a delete marker");
            var entry = row.marker() ? markers.get(markersTaken++) : versions.get(versionsTaken++);
            if (entry.size() != row.size()) return strange(there, row.words(), entry.size() + " bytes");
            if (!there.isEmpty() && isBefore(entry, there.get(there.size() - 1)))
                return strange(there, row.words() + " as number " + (there.size() + 1), "another order");
            there.add(entry);
        }
        if (there.size() < listed.size())
            return strange(
                    there,
                    wanted.isEmpty() ? "nothing" : wanted.size() + " versions and markers",
                    listed.size() + " versions and markers");
        if (!there.isEmpty() && !there.get(there.size() - 1).latest())
            return strange(there, "the last one to be the latest", "another order");
        return new KeyMatch(there, null);
    }

    private static boolean isBefore(BucketEntry entry, BucketEntry other) {
        return entry.what() != other.what()
                && entry.lastModified() != null
                && other.lastModified() != null
                && Objects.requireNonNull(entry.lastModified()).isBefore(other.lastModified());
    }

    private static List<BucketEntry> oldestFirst(List<BucketEntry> listed, What what) {
        var found = new ArrayList<BucketEntry>();
        for (int i = listed.size() - 1; i >= 0; i--) if (listed.get(i).what() == what) found.add(listed.get(i));
        return found;
    }

    private static KeyMatch strange(List<BucketEntry> there, String expected, String actual) {
        return new KeyMatch(there, "expected " + expected + ", actual " + actual);
    }
}
