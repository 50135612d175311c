package dev.handback.assets;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an asset lies at its holder, as text and as what it names: two spellings of one place have the same key. Judged by
 * form only; whether a connection may reach it is decided by the connection.
 */
record Locator(String text, String key, boolean bucket) {
    private static final List<String> SCHEMES = List.of("https", "http", "ssh");
    /** git's short form, which no address policy can parse. */
    private static final Pattern SHORT_FORM = Pattern.compile("[^/:]+@[^/:]+:.*");

    private static final Pattern ESCAPING = Pattern.compile("(^|/)\\.{1,2}(/|$)|//|%2[eEfF]|%5[cC]|\\\\");

    private static final String S3 = "s3://";
    private static final Pattern BUCKET =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/(?:[^?#\\\\\\s%]++|%[0-9a-fA-F]{2})*+)?");
    private static final String FOLDER = "folder:";
    private static final String FORMS =
            "expected https://host/path.git, ssh://user@host/path.git or s3://bucket/prefix";

    /** What is wrong with a locator. The message never repeats it: it may carry a password. */
    static Optional<String> problem(String text) {
        if (text.startsWith(S3)) {
            return BUCKET.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of("expected s3://bucket/prefix, without user, query, fragment or spaces");
        }
        if (text.startsWith(FOLDER)) {
            return text.length() > FOLDER.length()
                            && !ESCAPING.matcher(text.substring(FOLDER.length()))
                                    .find()
                    ? Optional.empty()
                    : Optional.of("expected folder:place/in/it, plain names with / between them");
        }
        if (SHORT_FORM.matcher(text).matches() && !text.contains("://")) {
            return Optional.of("expected the long form ssh://user@host/path.git");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // not e.getMessage(): it repeats its input
            return Optional.of("is not an address: " + FORMS);
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            return Optional.of(
                    FORMS + ", found " + (scheme.isEmpty() ? "no scheme" : "the scheme " + RowCells.quoted(scheme)));
        }
        return place(uri, scheme);
    }

    private static Optional<String> place(URI uri, String scheme) {
        var authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        var user = authority.contains("@") ? authority.substring(0, authority.lastIndexOf('@')) : "";
        if (!user.isEmpty() && (!scheme.equals("ssh") || user.contains(":"))) {
            return Optional.of("carries a user name or password: expected none, credentials belong to the connection");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("carries a query or fragment, which may hold a credential: expected host and path only");
        }
        if (uri.getHost() == null) {
            return Optional.of("names no host: expected https://host/path.git");
        }
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.replace("/", "").isEmpty()) {
            return Optional.of("names no repository: expected a path after the host");
        }
        return ESCAPING.matcher(path).find()
                ? Optional.of("has empty or dotted parts in its path: expected a plain path")
                : Optional.empty();
    }

    /** A locator without a {@link #problem}. The same repository over https and ssh is one place. */
    static Locator of(String text) {
        if (text.startsWith(S3)) {
            var place = text.substring(S3.length());
            // a slash, say, may be written as itself or escaped
            var one = URLDecoder.decode(place.replace("+", "%2B"), StandardCharsets.UTF_8);
            return new Locator(text, one.contains("/") ? one : one + "/", true);
        }
        if (text.startsWith(FOLDER)) {
            return new Locator(text, text, false);
        }
        var uri = URI.create(text);
        int port = uri.getPort();
        var known = port == -1 || port == 443 || port == 80 || port == 22;
        var path = uri.getPath().replaceAll("/+$", "").replaceAll("\\.git$", "");
        return new Locator(text, uri.getHost().toLowerCase(Locale.ROOT) + (known ? "" : ":" + port) + path, false);
    }

    /** Only to place in: nothing comes from there. */
    static boolean isFolder(String text) {
        return text.startsWith(FOLDER);
    }

    /** Buckets of one name exist in many stores, so it depends on the connection which one is meant. */
    Locator over(@Nullable String connection) {
        return bucket ? new Locator(text, connection + " " + key, true) : this;
    }
}
