package dev.handback.vault;

import dev.handback.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Passes bytes on, and refuses the end of the stream when they were not the expected ones. */
final class CheckedStream extends DigestInputStream {
    private static final int SKIP_BYTES = 8192;

    private final Sha256 expected;
    private boolean ended;

    CheckedStream(InputStream in, MessageDigest digest, Sha256 expected) {
        super(in, digest);
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        var read = super.read();
        return read < 0 ? end() : read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var read = super.read(bytes, offset, length);
        return read < 0 ? end() : read;
    }

    /** Reads what it skips: the digest must see every byte. */
    @Override
    public long skip(long count) throws IOException {
        var skipped = Math.max(0, read(new byte[(int) Math.min(count, SKIP_BYTES)]));
        return count <= 0 ? 0 : skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int end() {
        if (!ended) {
            ended = true;
            var actual = Sha256.ofFinished(digest);
            if (!actual.equals(expected)) {
                throw new VaultDamaged(expected, actual);
            }
        }
        return -1;
    }
}
