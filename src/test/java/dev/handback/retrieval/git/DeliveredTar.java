package dev.handback.retrieval.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes a tar as a vendor would, or as a hostile one would. */
final class DeliveredTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    DeliveredTar() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** Everything below a folder, under this prefix. */
    DeliveredTar tree(String prefix, Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted().toList()) {
                var name = prefix + folder.relativize(file);
                if (Files.isDirectory(file)) folder(name.isEmpty() ? "./" : name + "/");
                else file(name, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    DeliveredTar file(String name, byte[] content) {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        return add(entry, content);
    }

    DeliveredTar folder(String name) {
        return add(new TarArchiveEntry(name, TarArchiveEntry.LF_DIR), new byte[0]);
    }

    /** A link or a device, by tar's own letter. */
    DeliveredTar odd(String name, byte kind, String target) {
        return odd(name, kind, target, new byte[0]);
    }

    DeliveredTar odd(String name, byte kind, String target, byte[] content) {
        var entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        entry.setSize(content.length);
        return add(entry, content);
    }

    /** A plain file for all who do not read its extended header, which says that it is nearly all holes. */
    DeliveredTar holes(String name, long size) {
        var header = new StringBuilder();
        for (var record : new String[] {
            "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=" + name, "GNU.sparse.realsize=" + size
        }) header.append(pax(record));
        var map = Arrays.copyOf("0\n".getBytes(US_ASCII), 512);
        return odd(
                        "holes",
                        TarArchiveEntry.LF_PAX_EXTENDED_HEADER_LC,
                        "",
                        header.toString().getBytes(US_ASCII))
                .file(name, map);
    }

    /** A record of an extended header: its own length, itself included, stands before it. */
    static String pax(String keyAndValue) {
        int length = keyAndValue.length() + 2;
        while (String.valueOf(length).length() + keyAndValue.length() + 2 != length) length++;
        return length + " " + keyAndValue + "\n";
    }

    private DeliveredTar add(TarArchiveEntry entry, byte[] content) {
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    byte[] plain() {
        try {
            tar.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] zipped() {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
