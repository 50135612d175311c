package dev.handback.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.assets.RegisterFile;
import dev.handback.exits.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** A register file as a browser sends it: chosen anew, or corrected on the page. */
final class RegisterUpload {
    /** A longer file is corrected on the user's side: the page would be too heavy, and a form field may not be larger. */
    private static final int EDITABLE = 512 * 1024;

    private RegisterUpload() {}

    static byte[] bytes(@Nullable MultipartFile file, @Nullable String csv) throws IOException {
        if (csv != null) {
            return csv.getBytes(UTF_8);
        }
        if (file == null || file.isEmpty()) {
            throw new InvalidInput(
                    List.of(new InvalidInput.Problem("file", "expected a CSV or XLSX file, found none")));
        }
        return file.getBytes();
    }

    /** The file for correcting on the page; null when it is too large or no text. */
    static @Nullable String text(byte[] file) {
        var bytes = RegisterFile.asCsv(file);
        if (bytes == null || bytes.length > EDITABLE) {
            return null;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null; // the preview says so, with the row
        }
    }
}
