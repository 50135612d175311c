package dev.handback.sources;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One ref as the holder's system offered it. Names are bytes; they are kept one character per byte, so that names that
 * are not UTF-8 stay apart and sort as git sorts them.
 *
 * @param rawName the name's bytes read as ISO-8859-1
 * @param id object id, forty hexadecimal digits
 * @param peeled what a tag finally points at
 * @param rawSymref the ref this one stands for, read as ISO-8859-1
 */
public record AdvertisedRef(
        String rawName,
        String id,
        @Nullable String peeled,
        @Nullable String rawSymref) {

    public static final String HEAD = "HEAD";

    public byte[] nameBytes() {
        return rawName.getBytes(StandardCharsets.ISO_8859_1);
    }

    public boolean isHead() {
        return rawName.equals(HEAD);
    }

    /** Readable text; where {@link #isUtf8} is false some of it stands as U+FFFD. */
    public static String text(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    public static boolean isUtf8(String raw) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
