package dev.handback.sources;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an LFS server says may be done at an address. Its query and headers can hold tokens.
 *
 * @param headers go to {@code at} and nowhere else
 * @param until {@link System#nanoTime()} until which it may be begun; null when nothing was said
 */
record LfsAction(
        Locator at,
        @Nullable String query,
        Map<String, String> headers,
        @Nullable Long until) {

    boolean expired() {
        return until != null && System.nanoTime() - until > 0;
    }

    /** Whether it brings a credential of its own. */
    boolean authorized() {
        return headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
    }

    URI uri() {
        try {
            return URI.create(query == null ? at.toString() : at + "?" + query);
        } catch (IllegalArgumentException e) {
            // its own words would quote the query, which can hold a token
            throw SourceRefused.policy("LFS_HREF_REFUSED", at + " comes with a query that is no part of a URL");
        }
    }

    @Override
    public String toString() {
        return at.toString();
    }
}
