package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
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

    /** @param silence the longest one that is borne; the average is taken over as much waiting */
    public SlowLine(Duration silence) {
        window = silence.toNanos();
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
        if (bytes < least)
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
