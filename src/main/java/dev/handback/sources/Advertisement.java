package dev.handback.sources;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All refs that a git server offered to our credential at one moment, sorted by the bytes of their names. Hidden refs
 * are not among them and cannot be seen.
 *
 * @param unbornHead the branch that HEAD names although it has no commit yet, where the server says so
 */
public record Advertisement(
        List<AdvertisedRef> refs, @Nullable String unbornHead) {

    public Advertisement {
        refs = refs.stream()
                .sorted(Comparator.comparing(AdvertisedRef::rawName))
                .toList();
    }

    public Optional<AdvertisedRef> head() {
        return refs.stream().filter(AdvertisedRef::isHead).findFirst();
    }

    public boolean isEmpty() {
        return refs.isEmpty();
    }
}
