package dev.handback.sources;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an asset lies at its holder, parsed by our own strict grammar and rebuilt in one canonical spelling. It never
 * carries a credential. Because everything that is accepted is rebuilt from its checked parts, no later URL parser can
 * read another host into it.
 *
 * @param port -1 where the scheme's own is meant
 * @param path starts with '/', or is empty; a bucket's prefix, a delivery's label or a folder's place without one
 */
public record Locator(Scheme scheme, @Nullable String user, String host, int port, String path) {

    public enum Scheme {
        HTTPS,
        HTTP,
        SSH,
        S3,
        DELIVERY,
        FOLDER;

        int defaultPort() {
            return this == HTTPS ? 443 : this == HTTP ? 80 : 22;
        }
    }

    private static final int LONGEST = 2048;
    private static final Pattern START = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(//)?(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:([^@/]*)@)?(\\[[^\\]/@]*]|[^:/@\\[\\]]*)(?::([^/@]*))?(/.*)?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9._-]{0,31}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern PLAIN_CHARACTERS = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%-]+");
    private static final Pattern PREFIX_CHARACTERS = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/-]+");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})|%");

    /** @throws SourceRefused with reason POLICY when the text is no locator; the message says what to write instead */
    public static Locator parse(String text) {
        if (text.length() > LONGEST) throw refused("longer than " + LONGEST + " characters");
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\'))
            throw refused("has a space, a backslash, a control or a non-ASCII character; percent-encode it in UTF-8");
        Matcher start = START.matcher(text);
        if (!start.matches() || text.contains("::") && !text.contains("["))
            throw refused("names no scheme; write https://host/path.git (host:path is not understood)");
        Scheme scheme = scheme(start.group(1));
        if (scheme == Scheme.DELIVERY) return delivery(start.group(2), start.group(3));
        if (scheme == Scheme.FOLDER) return FolderNames.locator(start.group(2), start.group(3));
        if (start.group(2) == null) throw refused("misses // after " + start.group(1) + ":");
        return scheme == Scheme.S3 ? bucket(start.group(3)) : remote(scheme, start.group(3));
    }

    private static Scheme scheme(String name) {
        return Stream.of(Scheme.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> SourceRefused.policy(
                        "SCHEME_REFUSED",
                        "scheme " + Printable.of(name)
                                + " is refused; use https://, ssh://, s3://, delivery: or folder:"));
    }

    private static Locator delivery(@Nullable String slashes, String label) {
        if (slashes != null || !label.isEmpty() && !LABEL.matcher(label).matches())
            throw refused("delivery: takes a plain label of letters, digits, '.', '_' and '-'");
        return new Locator(Scheme.DELIVERY, null, "", -1, label);
    }

    private static Locator bucket(String rest) {
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (bucket.contains("@") || bucket.contains(":")) throw credentials();
        if (!BUCKET.matcher(bucket).matches()) throw refused("has no valid bucket name after s3://");
        String prefix = slash < 0 ? "" : rest.substring(slash + 1);
        if (!prefix.isEmpty() && !PREFIX_CHARACTERS.matcher(prefix).matches())
            throw refused("has '?', '#' or another character in its prefix that must be percent-encoded");
        String canonical = ESCAPE.matcher(prefix).replaceAll(m -> Matcher.quoteReplacement(prefixEscape(m.group(1))));
        decoded(canonical);
        return new Locator(Scheme.S3, null, bucket, -1, canonical);
    }

    private static Locator remote(Scheme scheme, String rest) {
        Matcher parts = AUTHORITY.matcher(rest);
        if (!parts.matches()) throw rest.contains("@") ? credentials() : refused("has no plain host after the scheme");
        String user = parts.group(1);
        if (user != null && (scheme != Scheme.SSH || user.contains(":"))) throw credentials();
        if (user != null && !USER.matcher(user).matches()) throw refused("has a user name that is refused");
        String path = parts.group(4) == null ? "" : parts.group(4);
        return new Locator(
                scheme, user, HostName.canonical(parts.group(2)), port(scheme, parts.group(3)), canonicalPath(path));
    }

    private static int port(Scheme scheme, @Nullable String text) {
        if (text == null) return -1;
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65535)
            throw refused("has a port that is no number from 1 to 65535");
        int port = Integer.parseInt(text);
        return port == scheme.defaultPort() ? -1 : port;
    }

    private static String canonicalPath(String path) {
        if (path.isEmpty() || path.equals("/")) return "";
        var canonical = new StringBuilder();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (String segment : trimmed.substring(1).split("/", -1))
            canonical.append('/').append(canonicalSegment(segment));
        return canonical.toString();
    }

    private static String canonicalSegment(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals(".."))
            throw refused("has an empty, '.' or '..' path segment");
        if (segment.startsWith("-")) throw refused("has a path segment that starts with '-'");
        if (!PLAIN_CHARACTERS.matcher(segment).matches())
            throw refused("has '?', '#' or another character in its path that must be percent-encoded");
        String canonical = ESCAPE.matcher(segment).replaceAll(m -> Matcher.quoteReplacement(escape(m.group(1))));
        decoded(canonical);
        return canonical;
    }

    /** Only what must be encoded may be: an encoded dot, slash or letter is a way round a prefix check. */
    private static String escape(@Nullable String hex) {
        if (hex == null) throw refused("has a '%' that is no percent-encoding");
        int b = Integer.parseInt(hex, 16);
        if (b < 0x20 || b == 0x7f || b == '/' || b == '\\' || b == '%' || isUnreserved(b))
            throw refused("percent-encodes %" + hex + ", which is refused");
        return "%" + hex.toUpperCase(Locale.ROOT);
    }

    private static boolean isUnreserved(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || "-._~".indexOf(b) >= 0;
    }

    private static String prefixEscape(@Nullable String hex) {
        if (hex == null) throw refused("has a '%' that is no percent-encoding");
        if (isUnreserved(Integer.parseInt(hex, 16))) throw refused("percent-encodes %" + hex + ", which is refused");
        return "%" + hex.toUpperCase(Locale.ROOT);
    }

    private static String decoded(String segment) {
        var bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            boolean escaped = segment.charAt(i) == '%';
            bytes.put((byte) (escaped ? Integer.parseInt(segment.substring(i + 1, i + 3), 16) : segment.charAt(i)));
            i += escaped ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw refused("percent-encodes bytes that are not UTF-8");
        }
    }

    /** What the keys of an S3 asset begin with, decoded; empty for the whole bucket. */
    public String prefix() {
        return decoded(path);
    }

    /** Whether it names a host alone. */
    boolean isOrigin() {
        return (scheme == Scheme.HTTPS || scheme == Scheme.HTTP) && path.isEmpty();
    }

    /**
     * True when {@code other} lies at or below this one: whole path segments compared, but in a bucket, which knows no
     * folders, the beginnings of keys. An ssh address that names a user covers that user's alone: another account of the
     * host is another door.
     */
    boolean covers(Locator other) {
        if (scheme != other.scheme || !host.equals(other.host) || port != other.port) return false;
        if (user != null && !user.equals(other.user)) return false;
        if (scheme == Scheme.S3) return other.prefix().startsWith(prefix());
        List<String> mine = segments();
        List<String> theirs = other.segments();
        return theirs.size() >= mine.size() && theirs.subList(0, mine.size()).equals(mine);
    }

    /**
     * True when both lie directly in the same place of the same host, asked for as the same account; a repository is not
     * beside itself, with or without {@code .git}.
     */
    public boolean besides(Locator other) {
        return scheme == other.scheme
                && host.equals(other.host)
                && portOrDefault() == other.portOrDefault()
                && Objects.equals(user, other.user)
                && place().equals(other.place())
                && !name().equals(other.name());
    }

    private String place() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private String name() {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("[.]git$", "");
    }

    List<String> segments() {
        return Stream.of(path.split("/")).filter(s -> !s.isEmpty()).toList();
    }

    int portOrDefault() {
        return port < 0 ? scheme.defaultPort() : port;
    }

    /** The canonical spelling, which parses to an equal locator. */
    @Override
    public String toString() {
        if (scheme == Scheme.DELIVERY || scheme == Scheme.FOLDER)
            return scheme.name().toLowerCase(Locale.ROOT) + ":" + path;
        String authority = (user == null ? "" : user + "@") + host + (port < 0 ? "" : ":" + port);
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + authority
                + (scheme == Scheme.S3 && !path.isEmpty() ? "/" : "") + path;
    }

    private static SourceRefused credentials() {
        // the text itself is not repeated: it may hold a password
        return SourceRefused.policy(
                "LOCATOR_WITH_CREDENTIALS",
                "the locator names a user or a password; put credentials into the connection's settings");
    }

    static SourceRefused refused(String why) {
        return SourceRefused.policy("LOCATOR_REFUSED", "the locator " + why);
    }
}
