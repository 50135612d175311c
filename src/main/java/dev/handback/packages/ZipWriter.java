package dev.handback.packages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Writes a ZIP in one pass and flat memory: nothing is compressed, every entry has the same time, so the same files give the
 * same bytes. Becomes ZIP64 only where numbers demand it. The directory grows in a file beside, not in memory.
 */
final class ZipWriter implements AutoCloseable {
    private static final int SMALL = 1 << 20;
    private static final int PLAIN = 20;
    private static final int ZIP64 = 45;
    private static final int UNIX = 3 << 8;
    private static final int REGULAR_FILE = 0100644 << 16;
    private static final int DAY_ONE = 0x0021; // 1 January 1980, the first day that a ZIP knows
    private static final int SUMS_FOLLOW = 0x0008;
    private static final long MOST = 0xFFFFFFFFL;
    private static final int MANY = 0xFFFF;

    private final OutputStream out;
    private final Path directoryFile;
    private final OutputStream directory;
    private final byte[] buffer = new byte[1 << 16];
    private long at;
    private long entries;
    private long directoryBytes;

    /** @param directoryFile a file of our own, for as long as the ZIP is written */
    ZipWriter(OutputStream out, Path directoryFile) throws IOException {
        this.out = out;
        this.directoryFile = directoryFile;
        directory = new BufferedOutputStream(Files.newOutputStream(directoryFile));
    }

    /** @param size exactly how many bytes the stream has */
    void add(String name, InputStream content, long size) throws IOException {
        var begin = at;
        var crc = new CRC32();
        if (size <= SMALL) {
            var bytes = content.readNBytes((int) size);
            require(name, size, content.read() < 0 ? bytes.length : bytes.length + 1L);
            crc.update(bytes);
            write(local(name, size, 0, crc.getValue()));
            write(ByteBuffer.wrap(bytes));
        } else {
            write(local(name, size, SUMS_FOLLOW, 0));
            require(name, size, copy(content, crc));
            write(sums(size, crc.getValue()));
        }
        listed(name, size, size <= SMALL ? 0 : SUMS_FOLLOW, crc.getValue(), begin);
    }

    private long copy(InputStream content, CRC32 crc) throws IOException {
        var bytes = 0L;
        for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            crc.update(buffer, 0, read);
            out.write(buffer, 0, read);
            bytes += read;
        }
        at += bytes;
        return bytes;
    }

    private static void require(String name, long expected, long actual) throws IOException {
        if (actual != expected) {
            throw new IOException(name + ": expected " + expected + " bytes, found " + actual);
        }
    }

    private static ByteBuffer local(String name, long size, int flags, long crc) {
        var large = size >= MOST;
        var known = flags == 0;
        var header = little(30 + name.length() + (large ? 20 : 0))
                .putInt(0x04034b50)
                .putShort((short) (large ? ZIP64 : PLAIN))
                .putShort((short) flags)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) DAY_ONE)
                .putInt((int) crc)
                .putInt(large ? -1 : known ? (int) size : 0)
                .putInt(large ? -1 : known ? (int) size : 0)
                .putShort((short) name.length())
                .putShort((short) (large ? 20 : 0))
                .put(name.getBytes(US_ASCII));
        return (large
                        ? header.putShort((short) 1)
                                .putShort((short) 16)
                                .putLong(0)
                                .putLong(0)
                        : header)
                .flip();
    }

    private static ByteBuffer sums(long size, long crc) {
        var sums = little(24).putInt(0x08074b50).putInt((int) crc);
        return (size >= MOST
                        ? sums.putLong(size).putLong(size)
                        : sums.putInt((int) size).putInt((int) size))
                .flip();
    }

    private void listed(String name, long size, int flags, long crc, long begin) throws IOException {
        var largeSize = size >= MOST;
        var farAway = begin >= MOST;
        var extra = (largeSize ? 16 : 0) + (farAway ? 8 : 0);
        var entry = little(46 + name.length() + (extra == 0 ? 0 : 4 + extra))
                .putInt(0x02014b50)
                .putShort((short) (UNIX | ZIP64))
                .putShort((short) (extra == 0 ? PLAIN : ZIP64))
                .putShort((short) flags)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) DAY_ONE)
                .putInt((int) crc)
                .putInt(largeSize ? -1 : (int) size)
                .putInt(largeSize ? -1 : (int) size)
                .putShort((short) name.length())
                .putShort((short) (extra == 0 ? 0 : 4 + extra))
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(REGULAR_FILE)
                .putInt(farAway ? -1 : (int) begin)
                .put(name.getBytes(US_ASCII));
        if (extra > 0) {
            entry.putShort((short) 1).putShort((short) extra);
            if (largeSize) entry.putLong(size).putLong(size);
            if (farAway) entry.putLong(begin);
        }
        directory.write(entry.array());
        directoryBytes += entry.capacity();
        entries++;
    }

    /** Writes the directory, which makes it a ZIP. */
    void finish() throws IOException {
        directory.close();
        var begin = at;
        try (var listed = Files.newInputStream(directoryFile)) {
            at += listed.transferTo(out);
        }
        if (entries >= MANY || begin >= MOST || directoryBytes >= MOST) {
            var end = at;
            write(little(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) (UNIX | ZIP64))
                    .putShort((short) ZIP64)
                    .putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(directoryBytes)
                    .putLong(begin)
                    .flip());
            write(little(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).flip());
        }
        write(little(22)
                .putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) Math.min(entries, MANY))
                .putShort((short) Math.min(entries, MANY))
                .putInt((int) Math.min(directoryBytes, MOST))
                .putInt((int) Math.min(begin, MOST))
                .putShort((short) 0)
                .flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        out.write(bytes.array(), 0, bytes.limit());
        at += bytes.limit();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        directory.close();
        Files.deleteIfExists(directoryFile);
    }
}
