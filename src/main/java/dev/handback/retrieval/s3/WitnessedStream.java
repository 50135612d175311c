package dev.handback.retrieval.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes an object's bytes on and remembers what the store itself can be held to: the MD5 that most ETags are, the size
 * that was listed, and whether the stream broke. Our own SHA-256 is made elsewhere; this is a second witness only.
 */
final class WitnessedStream extends FilterInputStream {

    private final @Nullable MessageDigest md5;
    private final String etag;
    private final PromisedChecksums promised;
    private final AtomicLong received;
    private long left;
    private @Nullable String digest;
    private @Nullable IOException failure;

    /** @param size as listed; the stream ends one byte after it, so that an endless object does not fill the disk */
    WitnessedStream(InputStream bytes, String etag, long size, PromisedChecksums promised, AtomicLong received) {
        super(bytes);
        this.promised = promised;
        this.etag = etag;
        this.left = size + 1;
        this.received = received;
        this.md5 = etag.matches("[0-9a-f]{32}") ? digest() : null;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) return -1;
        try {
            int read = super.read(bytes, offset, (int) Math.min(length, left));
            if (read > 0) {
                left -= read;
                received.addAndGet(read);
                promised.update(bytes, offset, read);
                if (md5 != null) md5.update(bytes, offset, read);
            }
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** How the stream broke; null when it did not. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** What the store promised of these bytes and they do not keep; null when there is nothing. */
    @Nullable
    String brokenPromise(String sha256) {
        return promised.broken(sha256);
    }

    /** True as well when the ETag is no MD5 (uploads in parts) and so says nothing. */
    boolean matchesEtag() {
        return md5 == null || md5().equals(etag);
    }

    String md5() {
        if (digest == null) digest = md5 == null ? "" : HexFormat.of().formatHex(md5.digest());
        return digest;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
