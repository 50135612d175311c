package dev.handback.retrieval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list, beside the register as it is now. Its text is the holder's.
 *
 * @param kind REPOSITORY, WIKI or BUCKET
 * @param marks what the holder's system says of it
 * @param refused why it is no address that we would connect to
 * @param asset that lies there; null when none does
 */
public record DiscoveredPlace(
        int row,
        String kind,
        String locator,
        List<String> marks,
        @Nullable Long bytes,
        @Nullable String refused,
        @Nullable String asset,
        Standing standing) {

    /** Where it stands. */
    public enum Standing {
        /** Listed, and not in the register. */
        ONLY_THEIRS,
        /** A wiki that is not in the register, and may never have been begun. */
        MAYBE,
        /** A bucket of which the register has prefixes only. */
        IN_PART,
        IN_BOTH,
        /** Listed, not in the register, and not below the connection's urls. */
        OUTSIDE
    }
}
