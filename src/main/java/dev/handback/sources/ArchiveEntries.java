package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The plain files of a tar, packed with gzip or not, one after the other. Nothing is written where a name of the other side
 * says; whatever is neither a file nor a folder, and every name that leads out or comes twice, is refused with the whole
 * archive.
 */
final class ArchiveEntries {
    private static final int LONGEST_NAME = 4096;
    /** Of all names together, which are kept to see that none comes twice. */
    private static final long LONGEST_NAMES = 32L << 20;
    /** Of one entry, extended headers and long names included: the reader keeps them in memory, and a frame for each. */
    private static final long LONGEST_HEADER = 128L << 10;

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
                var counted = new Counted(unzipped(raw));
                var tar = new TarArchiveInputStream(counted, "UTF-8")) {
            var names = new HashSet<String>();
            long named = 0;
            for (var entry = next(tar, counted); entry != null; entry = next(tar, counted)) {
                var path = admitted(entry);
                if (path.isEmpty() || entry.isDirectory()) continue;
                if (!names.add(path)) throw refused(path, "it is there twice");
                named += path.length();
                if (names.size() > limits.entries() || named > LONGEST_NAMES)
                    throw tooLarge("more than " + limits.entries() + " files, or more names than " + LONGEST_NAMES
                            + " characters; have the vendor repack the repository (git repack -a -d)");
                visitor.file(path, entry.getSize(), tar);
                tar.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new SourceRefused(
                    Reason.BROKEN,
                    "ARCHIVE_BROKEN",
                    name + " cannot be read to its end: " + Printable.of(e.toString()));
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, Counted counted) throws IOException {
        counted.headerBegins();
        var entry = tar.getNextEntry();
        counted.headerEnds();
        return entry;
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
        if (entry.isSparse()) throw refused(path, "expected plain files, found one with holes");
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
        private long headerLeft = Long.MAX_VALUE;

        Counted(InputStream in) {
            this.in = in;
        }

        void headerBegins() {
            headerLeft = LONGEST_HEADER;
        }

        void headerEnds() {
            headerLeft = Long.MAX_VALUE;
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
            headerLeft -= Math.max(0, n);
            if (headerLeft < 0) throw tooLarge("an entry with a header of more than " + LONGEST_HEADER + " bytes");
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
