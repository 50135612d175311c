package dev.handback.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A file that came by hand; the vault holds its bytes under their digest.
 *
 * @param name the bytes of its name or path as they came: text of the other side, never a path on our disk
 */
public record DeliveredFile(byte[] name, Sha256 sha256, long bytes) {

    /** By the bytes of the names; equal names, which two sources may bring, by content. */
    static final Comparator<DeliveredFile> ORDER = Comparator.comparing(DeliveredFile::name, Arrays::compareUnsigned)
            .thenComparing(file -> file.sha256().hex());

    /** Readable; a name that is no UTF-8 is shown with replacement characters. */
    public String text() {
        return new String(name, UTF_8);
    }

    public boolean isUtf8() {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
