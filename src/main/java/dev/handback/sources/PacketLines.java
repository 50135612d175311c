package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Git's packet lines, read as bytes (one character per byte) and bounded. */
final class PacketLines {

    private final InputStream in;
    private long left;

    PacketLines(InputStream in, long atMost) {
        this.in = in;
        this.left = atMost;
    }

    /** The next line without its line feed; null at a flush, delimiter or end packet. */
    @Nullable
    String next() throws IOException {
        int length = length();
        if (length < 4) return null;
        String line = take(length - 4);
        if (line.endsWith("\n")) line = line.substring(0, line.length() - 1);
        if (line.startsWith("ERR "))
            throw new SourceRefused(
                    Reason.BROKEN, "REMOTE_ERROR", "the git server reports: " + Printable.of(line.substring(4)));
        return line;
    }

    private int length() throws IOException {
        String digits = take(4);
        try {
            return Integer.parseUnsignedInt(digits, 16);
        } catch (NumberFormatException e) {
            throw broken("expected a packet length, got " + Printable.of(digits));
        }
    }

    private String take(int bytes) throws IOException {
        left -= bytes;
        if (left < 0)
            throw SourceRefused.policy("ADVERTISEMENT_TOO_LARGE", "the list of refs is longer than the limit");
        byte[] taken = in.readNBytes(bytes);
        if (taken.length < bytes) throw new EOFException("the git server's answer ends too early");
        return new String(taken, StandardCharsets.ISO_8859_1);
    }

    static SourceRefused broken(String why) {
        return new SourceRefused(Reason.BROKEN, "PROTOCOL_BROKEN", "the git server breaks the protocol: " + why);
    }

    static String packet(String line) {
        return "%04x%s\n".formatted(line.length() + 5, line);
    }
}
