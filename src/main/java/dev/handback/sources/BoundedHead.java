package dev.handback.sources;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.UUID;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.config.MessageConstraints;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the head of an answer comes to its end: the client would read it into memory however long it is, and
 * wait for each byte of it as long as a silence may last. Bodies are bounded by whoever reads them.
 */
final class BoundedHead extends DefaultManagedHttpClientConnection {
    private static final int BUFFER = 8 << 10;

    /** What an honest server answers has a tenth of this. */
    private static final MessageConstraints LONGEST = MessageConstraints.custom()
            .setMaxLineLength(64 << 10)
            .setMaxHeaderCount(500)
            .build();

    private final Duration silence;
    private volatile @Nullable SlowLine head;

    BoundedHead(Duration silence) {
        super("pinned-" + UUID.randomUUID(), BUFFER, BUFFER, null, null, LONGEST, null, null, null, null);
        this.silence = silence;
    }

    @Override
    protected InputStream getSocketInputStream(Socket socket) throws IOException {
        return new FilterInputStream(super.getSocketInputStream(socket)) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                SlowLine line = head;
                return line == null ? in.read(to, offset, length) : line.read(in, to, offset, length);
            }
        };
    }

    @Override
    public HttpResponse receiveResponseHeader() throws HttpException, IOException {
        head = new SlowLine(silence);
        try {
            return super.receiveResponseHeader();
        } finally {
            head = null;
        }
    }
}
