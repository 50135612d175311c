package dev.handback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** A SHA-256 digest, as 64 lower-case hexadecimal digits. */
public record Sha256(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "expected a SHA-256 of 64 lower-case hexadecimal digits, got '" + hex + "'");
        }
    }

    /** The digest that a text names; surrounding blanks and upper case are forgiven, anything else is refused. */
    public static Sha256 parse(String text) {
        return new Sha256(text.strip().toLowerCase(Locale.ROOT));
    }

    public static Sha256 of(byte[] bytes) {
        return new Sha256(HexFormat.of().formatHex(digest().digest(bytes)));
    }

    /** The digest of the text's UTF-8 bytes. */
    public static Sha256 of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** Reads the stream to its end, in constant memory; closing it stays with the caller. */
    public static Sha256 of(InputStream in) throws IOException {
        return of(in, new byte[1 << 16]);
    }

    /** The same through a buffer of the caller's, who has many small streams to read. */
    public static Sha256 of(InputStream in, byte[] buffer) throws IOException {
        var digest = digest();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return ofFinished(digest);
    }

    /** Ends a running digest (it starts anew afterwards). */
    public static Sha256 ofFinished(MessageDigest digest) {
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    /** A running digest, for those who hash while they stream; ends in {@link #ofFinished}. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
