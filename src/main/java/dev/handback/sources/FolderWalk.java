package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Lists a folder and the folders in it, follows no link, and keeps no list of what it saw. */
public final class FolderWalk {

    /** Told what is there. */
    public interface Seen {
        /** @return whether it is to be entered */
        boolean folder(String path);

        /** A file, or a link, pipe or device. */
        void file(String path, boolean plain);
    }

    private final FolderFaults faults;

    FolderWalk(FolderFaults faults) {
        this.faults = faults;
    }

    void of(Path folder, String path, Seen seen) {
        faults.reading(path, () -> {
            try (var entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) see(folder, entry, path, seen);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return folder;
        });
    }

    private void see(Path folder, Path entry, String path, Seen seen) throws IOException {
        var is = FolderDestination.attributes(entry);
        if (is == null) return; // gone since it was listed
        String name = name(NameOnDisk.bytes(folder, entry));
        String below = path.isEmpty() ? name : path + "/" + name;
        boolean enters = is.isDirectory() && !is.isOther();
        if (!enters) seen.file(below, is.isRegularFile());
        else if (seen.folder(below)) of(entry, below, seen);
    }

    /** What is no UTF-8 has a name of no file of ours: small letters in escapes. */
    private static String name(byte[] bytes) {
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '/' ? bytes.length - 1 : bytes.length;
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            var text = new StringBuilder();
            for (int i = 0; i < length; i++)
                text.append(
                        bytes[i] >= 0 ? (char) bytes[i] : "%" + HexFormat.of().toHexDigits(bytes[i]));
            return text.toString();
        }
    }
}
