package dev.handback.sources;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a holder's system lists. All text of it is the holder's.
 *
 * @param locator where it lies; only printable, and no address, when {@code refused} says why
 * @param within whether it lies below the connection's urls, so that we may retrieve it
 * @param marks what the holder's system says of it, such as archived or private, in our words
 * @param bytes its size as that system tells it, of what it counts; null when it does not
 * @param refused why we would never connect to what is named here
 */
public record HolderPlace(
        String locator,
        Kind kind,
        boolean within,
        List<String> marks,
        @Nullable Long bytes,
        @Nullable String refused) {

    /** A WIKI may be switched on and never begun: whether there is a repository shows only when it is asked for. */
    public enum Kind {
        REPOSITORY,
        WIKI,
        BUCKET
    }

    public HolderPlace {
        marks = List.copyOf(marks);
    }
}
