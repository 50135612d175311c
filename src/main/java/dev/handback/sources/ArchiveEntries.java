package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The plain files of a tar, packed with gzip or not, one after the other. Nothing is written where a name of the other side
 * says; whatever is neither a file nor a folder, and every name that leads out or comes twice, is refused with the whole
 * archive.
 */
final class ArchiveEntries {
    private static final int LONGEST_NAME = 4096;

    /** Files, of old tars and contiguous ones too, and folders. */
    private static final String KINDS = "0\0" + "75";

    private final Supplier<InputStream> bytes;
    private final String name;
    private final ArchiveLimits limits;

    ArchiveEntries(Supplier<InputStream> bytes, String name, ArchiveLimits limits) {
        this.bytes = bytes;
        this.name = name;
        this.limits = limits;
    }

    interface Visitor {
        /** @param path without "./" before it; {@code content} need not be read to its end */
        void file(String path, long size, InputStream content) throws IOException;
    }

    /** Shows every file once, in the archive's order. */
    void each(Visitor visitor) {
        try (var raw = new BufferedInputStream(bytes.get(), 1 << 16);
                var tar = new TarArchiveInputStream(new Counted(unzipped(raw)), "UTF-8")) {
            var names = new HashSet<String>();
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = admitted(entry);
                if (path.isEmpty() || entry.isDirectory()) continue;
                if (!names.add(path)) throw refused(path, "it is there twice");
                if (names.size() > limits.entries())
                    throw tooLarge("more than " + limits.entries()
                            + " files; have the vendor repack the repository (git repack -a -d)");
                visitor.file(path, entry.getSize(), tar);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new SourceRefused(
                    Reason.BROKEN,
                    "ARCHIVE_BROKEN",
                    name + " cannot be read to its end: " + Printable.of(e.toString()));
        }
    }

    private static InputStream unzipped(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return zipped
                ? GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get()
                : in;
    }

    private String admitted(TarArchiveEntry entry) {
        var path = entry.getName();
        if (KINDS.indexOf(entry.getLinkFlag()) < 0)
            throw refused(path, "expected files and folders only, found a link or a device");
        if (path.length() > LONGEST_NAME || path.indexOf('\0') >= 0)
            throw refused(path, "its name is too long or holds a zero byte");
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*") || ("/" + path + "/").contains("/../"))
            throw refused(path, "its name leads out of the archive");
        return path.replaceFirst("^(\\./)+", "").replaceFirst("^\\.$", "");
    }

    private SourceRefused refused(String path, String why) {
        return SourceRefused.policy("ARCHIVE_ENTRY_REFUSED", name + ", entry " + Printable.of(path) + ": " + why);
    }

    private SourceRefused tooLarge(String what) {
        return SourceRefused.policy("ARCHIVE_TOO_LARGE", name + " holds " + what);
    }

    /** Stops what is small packed and endless unpacked. */
    private final class Counted extends InputStream {
        private final InputStream in;
        private long count;

        Counted(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            count += Math.max(0, n);
            if (count > limits.bytes())
                throw tooLarge("more than " + limits.bytes() + " bytes unpacked; raise the limit if this is right");
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
