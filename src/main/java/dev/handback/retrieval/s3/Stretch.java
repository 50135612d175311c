package dev.handback.retrieval.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Some of the bytes of a file, without the rest. */
final class Stretch extends InputStream {
    private final FileChannel channel;
    private long left;

    Stretch(FileChannel channel, long offset, long length) {
        this.channel = channel;
        this.left = length;
        try {
            channel.position(offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) return -1;
        int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
        if (read > 0) left -= read;
        return read;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
