package dev.handback.retrieval.git;

import dev.handback.retrieval.Examples;
import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which refs a repository has at its destination. Branches, tags and notes keep their names; whatever else there is, which
 * hosts keep for themselves and refuse, goes below {@code refs/custody/<vendor>/}.
 */
final class PlacedRefs {

    private final Map<String, String> expected;

    private PlacedRefs(Map<String, String> expected) {
        this.expected = expected;
    }

    /** @param head what HEAD is: the name of a branch, or a commit, which then is kept as a ref */
    static PlacedRefs of(Advertisement held, @Nullable String head, String vendor) {
        var expected = new TreeMap<String, String>(Comparator.naturalOrder());
        String custody = "refs/custody/" + vendor + "/";
        for (AdvertisedRef ref : held.refs()) {
            boolean named = head != null && head.startsWith("refs/");
            if (ref.isHead() && named) continue;
            if (!AdvertisedRef.isUtf8(ref.rawName()))
                throw new SourceRefused(
                        Reason.UNSUPPORTED,
                        "REF_NAME_NOT_PLACED",
                        "the name " + Printable.of(AdvertisedRef.text(ref.rawName()))
                                + " is no UTF-8 and cannot be pushed; it stays in the bundle");
            String name = AdvertisedRef.text(ref.rawName());
            String there = ref.isHead()
                    ? custody + "HEAD"
                    : name.matches("refs/(heads|tags|notes)/.+") ? name : custody + name.substring("refs/".length());
            if (expected.put(there, ref.id()) != null)
                throw new SourceRefused(
                        Reason.UNSUPPORTED, "REF_NAME_NOT_PLACED", "two refs would become " + Printable.of(there));
        }
        return new PlacedRefs(expected);
    }

    int size() {
        return expected.size();
    }

    /** What differs from what we would place, so that placing would overwrite or mingle; what is missing is no difference. */
    Examples strange(Advertisement listed) {
        var strange = new Examples();
        for (AdvertisedRef ref : listed.refs()) {
            if (ref.isHead()) continue;
            String name = AdvertisedRef.text(ref.rawName());
            String wanted = AdvertisedRef.isUtf8(ref.rawName()) ? expected.get(name) : null;
            if (!ref.id().equals(wanted))
                strange.add(Printable.of(name) + ", expected " + (wanted == null ? "nothing" : wanted) + ", actual "
                        + ref.id());
        }
        return strange;
    }

    /** What is not there yet, by name. */
    Map<String, String> missing(Advertisement listed) {
        var missing = new TreeMap<>(expected);
        listed.refs().forEach(ref -> missing.remove(AdvertisedRef.text(ref.rawName()), ref.id()));
        return missing;
    }

    /** The listing, one ref a line, as {@code git ls-remote} prints it. */
    static String lines(Advertisement listed) {
        var lines = new StringBuilder();
        listed.refs().forEach(ref -> lines.append(ref.id())
                .append('\t')
                .append(AdvertisedRef.text(ref.rawName()))
                .append('\n'));
        return lines.toString();
    }
}
