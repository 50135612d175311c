package dev.handback.sources;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host names and addresses in one spelling. Numbers in any spelling but four decimal parts are refused, since
 * libraries disagree whether {@code 0x7f.1}, {@code 017700000001} or {@code 2130706433} is 127.0.0.1.
 */
final class HostName {

    /** The last label starts with a letter, as RFC 2396 asks: Java's parser sees no host otherwise. */
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*" + "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern LOOKS_NUMERIC = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final String PART = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern FOUR_PARTS = Pattern.compile(PART + "(?:\\." + PART + "){3}");
    private static final Pattern SIX = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

    private HostName() {}

    static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) return six(lower);
        if (LOOKS_NUMERIC.matcher(lower).matches()) {
            if (!FOUR_PARTS.matcher(lower).matches())
                throw Locator.refused("spells an address in an unusual way; write four decimal numbers");
            return lower;
        }
        if (!NAME.matcher(lower).matches()) throw Locator.refused("has no plain host name (letters, digits, '-', '.')");
        return lower;
    }

    private static String six(String bracketed) {
        try {
            if (!SIX.matcher(bracketed).matches()) throw new UnknownHostException();
            String text = InetAddress.getByName(bracketed).getHostAddress();
            // an IPv4-mapped address comes back as IPv4: one spelling for one host
            return text.contains(":") ? "[" + text + "]" : text;
        } catch (UnknownHostException e) {
            throw Locator.refused("has no valid IPv6 address between [ and ]");
        }
    }

    /** The address that a canonical host spells, or null when it is a name that must be resolved. */
    static @Nullable InetAddress literal(String host) {
        try {
            boolean address = host.startsWith("[") || FOUR_PARTS.matcher(host).matches();
            return address ? InetAddress.getByName(host) : null;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not canonical: " + host, e);
        }
    }
}
