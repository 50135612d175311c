package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a line that never falls silent and hardly brings anything: a holder could occupy us with it for days. Only time spent
 * waiting counts, not what we do between two reads.
 */
public final class SlowLine {

    /** Bytes a second on the average; no line that anybody has today is slower. */
    private static final long SLOWEST = 100;

    private final long window;
    private long waited;
    private long bytes;
    private boolean refused;

    /** @param silence the longest one that is borne; the average is taken over as much waiting */
    public SlowLine(Duration silence) {
        window = silence.toNanos();
    }

    /**
     * The same stream, held to the slowest speed. One that was refused is not closed but left to whoever closes its
     * connection: the client's streams read what is left of an answer before they close.
     */
    public static InputStream over(InputStream stream, Duration silence) {
        var line = new SlowLine(silence);
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return line.read(in, to, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!line.refused) super.close();
            }
        };
    }

    /** Reads as the stream does, and answers with a refusal once it is too slow. */
    public int read(InputStream in, byte[] to, int offset, int length) throws IOException {
        long since = System.nanoTime();
        int read = in.read(to, offset, length);
        waited += System.nanoTime() - since;
        bytes += Math.max(0, read);
        if (waited >= window && read >= 0) judge();
        return read;
    }

    private void judge() {
        long least = SLOWEST * waited / 1_000_000_000L;
        refused = bytes < least;
        if (refused)
            throw new SourceRefused(
                    Reason.UNREACHABLE,
                    "TOO_SLOW",
                    "expected at least " + least + " bytes in "
                            + Duration.ofNanos(waited).toSeconds() + " seconds of waiting, " + bytes
                            + " came: retry later");
        waited = 0;
        bytes = 0;
    }
}
