package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.PACKAGE_ENTRY_REFUSED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package as a ZIP, read by our own code, for a ZIP library believes too much. It must be only what a package is:
 * uncompressed regular files, each named once and the same in both headers, that lie one behind the other from the first byte
 * to the directory. So there is no bomb, no overlap, no hidden byte and no second meaning.
 */
final class ZipFiles implements PackageFiles {
    private static final long MOST = 0xFFFFFFFFL;
    private static final int MANY = 0xFFFF;
    private static final int REGULAR_FILE = 0100644;
    private static final int SUMS_FOLLOW = 8;

    private final FileChannel file;
    private final PackageLimits limits;
    private final SortedMap<String, Long> sizes = new TreeMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private String top = "";

    /** Closes the file in the end, or at once when it is refused. */
    ZipFiles(FileChannel zip, PackageLimits limits) throws IOException {
        file = zip;
        this.limits = limits;
        try {
            read(end());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private record End(long entries, long size, long begin) {}

    private record Entry(String name, long offset, long size, int flags, int crc) {}

    private End end() throws IOException {
        var at = file.size() - 22;
        var end = bytes(at, 22);
        if (end.getInt(0) != 0x06054b50 || end.getShort(20) != 0) {
            throw new IOException("not a ZIP, or something stands behind its end");
        }
        var found = new End(end.getShort(10) & MANY, end.getInt(12) & MOST, end.getInt(16) & MOST);
        if (found.entries() == MANY || found.size() == MOST || found.begin() == MOST) {
            at -= 76;
            found = zip64(at);
        }
        if (found.size() < 0
                || found.begin() < 0
                || found.begin() + found.size() != at
                || found.entries() > found.size() / 46) {
            throw refused("-", "its directory does not end at its end");
        }
        limits.directory(found.entries(), found.size());
        return found;
    }

    private End zip64(long at) throws IOException {
        var end = bytes(at, 76);
        if (end.getInt(0) != 0x06064b50
                || end.getLong(4) != 44
                || end.getInt(56) != 0x07064b50
                || end.getLong(64) != at
                || end.getLong(24) != end.getLong(32)) {
            throw refused("-", "its ZIP64 end is broken");
        }
        return new End(end.getLong(32), end.getLong(40), end.getLong(48));
    }

    private void read(End end) throws IOException {
        var at = end.begin();
        long expected = 0;
        long evidence = 0;
        for (long n = 0; n < end.entries(); n++) {
            var fixed = bytes(at, 46);
            var names = fixed.getShort(28) & MANY;
            var extra = fixed.getShort(30) & MANY;
            var entry = entry(fixed, bytes(at + 46, names), bytes(at + 46 + names, extra));
            at += 46L + names + extra;
            if (entry.offset() != expected) {
                throw refused(entry.name(), "overlaps another entry, or leaves a gap");
            }
            expected = local(entry, end.begin());
            evidence += entry.name().startsWith("data/", top.length() + 1) ? 0 : entry.size();
            limits.evidence(evidence);
        }
        if (at != end.begin() + end.size() || expected != end.begin()) {
            throw refused("-", "bytes that belong to no entry");
        }
    }

    private Entry entry(ByteBuffer fixed, ByteBuffer names, ByteBuffer extra) throws IOException {
        var name = new String(names.array(), ISO_8859_1);
        var flags = fixed.getShort(8);
        if (fixed.getInt(0) != 0x02014b50
                || (flags != 0 && flags != SUMS_FOLLOW)
                || fixed.getShort(10) != 0
                || fixed.getInt(32) != 0 // comment and disk
                || (fixed.getInt(38) >>> 16) != REGULAR_FILE) {
            throw refused(name, "a link, a folder, compressed, encrypted or not written as packages are");
        }
        var packed = wide(name, fixed.getInt(20) & MOST, extra, fixed, 20);
        var size = wide(name, fixed.getInt(24) & MOST, extra, fixed, 24);
        var offset = wide(name, fixed.getInt(42) & MOST, extra, fixed, 42);
        if (packed != size || size < 0 || offset < 0) {
            throw refused(name, "two sizes that differ");
        }
        placed(name);
        return new Entry(name, offset, size, flags, fixed.getInt(16));
    }

    /** A number that needs more room stands in the one extra field that there may be, in the order of the fields. */
    private static long wide(String name, long shown, ByteBuffer extra, ByteBuffer fixed, int field) {
        int wanted = 0;
        int place = 0;
        for (var each : new int[] {20, 24, 42}) {
            if (fixed.getInt(each) == -1) {
                place = each == field ? wanted : place;
                wanted++;
            }
        }
        if (extra.capacity() != (wanted == 0 ? 0 : 4 + 8 * wanted)
                || (wanted > 0 && (extra.getShort(0) != 1 || extra.getShort(2) != 8 * wanted))) {
            throw refused(name, "carries what packages do not");
        }
        return shown == MOST ? extra.getLong(4 + 8 * place) : shown;
    }

    private void placed(String name) {
        var slash = name.indexOf('/');
        if (!PackageFiles.isName(name) || slash < 0) {
            throw refused(name, "a name no package has");
        }
        top = top.isEmpty() ? name.substring(0, slash) : top;
        if (!top.equals(name.substring(0, slash)) || sizes.containsKey(name.substring(slash + 1))) {
            throw refused(name, "named twice, or beside the package's folder");
        }
    }

    /** @return where the next entry must begin */
    private long local(Entry entry, long limit) throws IOException {
        var header = bytes(entry.offset(), 30);
        var names = header.getShort(26) & MANY;
        var large = entry.size() >= MOST;
        var known = entry.flags() == 0;
        var shown = large ? MOST : known ? entry.size() : 0;
        if (header.getInt(0) != 0x04034b50
                || header.getShort(6) != entry.flags()
                || header.getShort(8) != 0
                || header.getInt(14) != (known ? entry.crc() : 0)
                || (header.getInt(18) & MOST) != shown
                || (header.getInt(22) & MOST) != shown
                || (header.getShort(28) & MANY) != (large ? 20 : 0)
                || !entry.name()
                        .equals(new String(bytes(entry.offset() + 30, names).array(), ISO_8859_1))) {
            throw refused(entry.name(), "its own header and the directory differ");
        }
        var start = entry.offset() + 30 + names + (large ? 20 : 0);
        var end = start + entry.size();
        if (end < start || end > limit) {
            throw refused(entry.name(), "does not fit");
        }
        var inside = entry.name().substring(top.length() + 1);
        sizes.put(inside, entry.size());
        starts.put(inside, start);
        return known ? end : end + sums(entry, end, large);
    }

    private int sums(Entry entry, long at, boolean large) throws IOException {
        var sums = bytes(at, large ? 24 : 16);
        var packed = large ? sums.getLong(8) : sums.getInt(8) & MOST;
        var size = large ? sums.getLong(16) : sums.getInt(12) & MOST;
        if (sums.getInt(0) != 0x08074b50
                || sums.getInt(4) != entry.crc()
                || packed != entry.size()
                || size != entry.size()) {
            throw refused(entry.name(), "its own sums and the directory differ");
        }
        return sums.capacity();
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        var bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        if (at < 0) {
            throw new EOFException("too short for a package");
        }
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("it breaks off");
            }
        }
        return bytes.flip();
    }

    private static PackageRefused refused(String name, String why) {
        return new PackageRefused(PACKAGE_ENTRY_REFUSED, Plain.of(name), why);
    }

    @Override
    public SortedMap<String, Long> sizes() {
        return sizes;
    }

    @Override
    public InputStream open(String name) {
        var start = Objects.requireNonNull(starts.get(name), name);
        var end = start + Objects.requireNonNull(sizes.get(name), name);
        return new BufferedInputStream(new Window(file, start, end), 1 << 16);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
