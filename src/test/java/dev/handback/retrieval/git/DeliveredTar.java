package dev.handback.retrieval.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        return add(entry, new byte[0]);
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
