package dev.handback.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Hashes what is written, and stops before the disk is as full as nobody wants it. */
final class RoomyStream extends DigestOutputStream {
    private static final long ASK_EVERY_BYTES = 64L << 20;

    private final Vault vault;
    private long written;
    private long askedUpTo;

    RoomyStream(OutputStream out, MessageDigest digest, Vault vault) {
        super(out, digest);
        this.vault = vault;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (written >= askedUpTo) {
            vault.requireRoom(length);
            askedUpTo += ASK_EVERY_BYTES;
        }
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        written += length;
    }
}
