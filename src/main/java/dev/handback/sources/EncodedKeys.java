package dev.handback.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.sources.SourceRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;

/**
 * The keys of a listing as the store encoded them. The SDK would decode every byte that is no text into the same character:
 * two keys would become one, and what is read by it would be neither.
 */
final class EncodedKeys {
    private static final Pattern KEY = Pattern.compile("<(?:[\\w.-]+:)?Key>([^<]*)</");

    private EncodedKeys() {}

    /**
     * @param page its bytes, one character each
     * @throws SourceRefused when a key is no UTF-8, as S3 demands it
     */
    static void requireText(String page) {
        var keys = KEY.matcher(page);
        while (keys.find()) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(keys.group(1))));
            } catch (CharacterCodingException e) {
                throw new SourceRefused(
                        Reason.BROKEN,
                        "LISTING_BROKEN",
                        "the store listed a key that is no UTF-8 text and that nobody can ask for: "
                                + Printable.of(keys.group(1)));
            }
        }
    }

    private static byte[] bytes(String encoded) {
        var bytes = new ByteArrayOutputStream();
        byte[] raw = encoded.getBytes(ISO_8859_1);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            boolean escape = raw[i] == '%' && high >= 0 && low >= 0;
            bytes.write(escape ? high << 4 | low : raw[i]);
            if (escape) i += 2;
        }
        return bytes.toByteArray();
    }
}
