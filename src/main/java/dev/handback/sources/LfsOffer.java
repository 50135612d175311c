package dev.handback.sources;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an LFS server answers about one object. Where to fetch it and the headers for that can hold tokens. */
sealed interface LfsOffer {

    /**
     * May be fetched.
     *
     * @param headers go to {@code at} and nowhere else
     * @param until {@link System#nanoTime()} until which it may be begun; null when nothing was said
     */
    record Download(
            Locator at,
            @Nullable String query,
            Map<String, String> headers,
            @Nullable Long until) implements LfsOffer {

        boolean expired() {
            return until != null && System.nanoTime() - until > 0;
        }

        @Override
        public String toString() {
            return at.toString();
        }
    }

    /** Will not be fetched, by their decision or by ours. */
    record Refused(LfsEnd.NotHere why) implements LfsOffer {}
}
