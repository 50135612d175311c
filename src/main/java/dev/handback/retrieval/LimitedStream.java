package dev.handback.retrieval;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.util.unit.DataSize;

/** Refuses the first byte that is more than a file, or the rest of its delivery, may have, and an end that comes too early. */
final class LimitedStream extends FilterInputStream {
    private final String asset;
    private final DataSize most;
    private final long room;
    private final long announced;
    private long read;

    /** @param announced how many bytes must come; negative when nobody said so */
    LimitedStream(InputStream in, String asset, DataSize most, long room, long announced) {
        super(in);
        this.asset = asset;
        this.most = most;
        this.room = room;
        this.announced = announced;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        read += Math.max(0, n);
        if (n < 0 && announced >= 0 && read != announced) {
            throw new EOFException("broke off after " + read + " of " + announced + " bytes");
        }
        if (read > most.toBytes()) {
            throw new DeliveryTooLarge("asset " + asset + ": a file is larger than " + most
                    + " (handback.deliveries.max-file); raise the limit if this is right");
        }
        if (read > room) {
            throw new DeliveryTooLarge("asset " + asset + ": the files together are larger than a delivery may be"
                    + " (handback.deliveries.max-total); raise the limit if this is right");
        }
        return n;
    }
}
