package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Names of files as the bytes that lie on the disk. It goes through the URI, which escapes them whatever this machine's
 * language: text alone would not do where that is none.
 */
public final class NameOnDisk {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NameOnDisk() {}

    /** The bytes of a file's path below a folder. */
    public static byte[] bytes(Path folder, Path file) {
        var escaped =
                file.toUri().getRawPath().substring(folder.toUri().getRawPath().length());
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** What has this name, in UTF-8, directly in a folder; it need not be there. */
    static Path in(Path folder, String name) {
        if (name.chars().allMatch(character -> character < 0x80)) return folder.resolve(name);
        var uri = new StringBuilder(folder.toUri().toString());
        if (uri.charAt(uri.length() - 1) != '/') uri.append('/');
        for (byte b : name.getBytes(UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
            uri.append(plain ? String.valueOf((char) b) : "%" + HEX.toHexDigits(b));
        }
        return Path.of(URI.create(uri.toString()));
    }
}
