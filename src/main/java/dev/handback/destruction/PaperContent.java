package dev.handback.destruction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a paper of the other side is by its bytes, whatever its name says: a PDF, a picture or plain text. Somebody of ours
 * opens it one day, so what could act when it is opened is not kept.
 */
final class PaperContent {
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final List<byte[]> PICTURES = List.of(
            new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
            new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff},
            new byte[] {'I', 'I', '*', 0},
            new byte[] {'M', 'M', 0, '*'});

    private PaperContent() {}

    /** Why these bytes are not kept; empty: they are. */
    static Optional<String> objection(byte[] content) throws IOException {
        if (beginsWith(content, PDF)) {
            return PdfLook.objection(content);
        }
        return PICTURES.stream().anyMatch(magic -> beginsWith(content, magic)) || isText(content)
                ? Optional.empty()
                : Optional.of(
                        "expected a PDF, a PNG, JPEG or TIFF picture or plain UTF-8 text, found bytes that are none of these");
    }

    private static boolean beginsWith(byte[] content, byte[] magic) {
        return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }

    private static boolean isText(byte[] content) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f');
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
