package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How often and how slowly a busy or stumbling LFS server is asked again.
 *
 * @param tries for one request, the first included
 * @param backOff wait before the second try; doubles with each further one
 * @param longest longest wait, also where the server asks for a longer one
 */
public record LfsPatience(int tries, Duration backOff, Duration longest) {

    /** A status that is no success. */
    static final class Answered extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;
        private final transient @Nullable Duration retryAfter;

        Answered(int status, @Nullable Duration retryAfter) {
            super("answered " + status);
            this.status = status;
            this.retryAfter = retryAfter;
        }

        int status() {
            return status;
        }

        /** Whether it speaks of the moment and not of the request. */
        boolean passing() {
            return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
        }
    }

    @FunctionalInterface
    interface Try<T> {
        T run() throws IOException;
    }

    /**
     * @throws Answered when the last answer was no success, or trying again is in vain
     * @throws SourceRefused when there was no answer
     */
    <T> T insist(Locator server, PinnedHttp http, Try<T> request) throws Answered {
        for (int number = 1; ; number++) {
            Duration asked = null;
            try {
                return request.run();
            } catch (Answered e) {
                if (!e.passing() || number >= tries) throw e;
                asked = e.retryAfter;
            } catch (IOException | RuntimeException e) {
                SourceRefused why = NetworkFaults.explain(e, http.refusal(), server);
                boolean passing =
                        why.reason() == Reason.UNREACHABLE && !why.code().equals("TLS_REFUSED");
                if (!passing || number >= tries) throw why;
            }
            pause(asked == null ? waitAfter(number) : asked);
        }
    }

    private Duration waitAfter(int number) {
        Duration doubled = backOff.multipliedBy(1L << Math.min(number - 1, 16));
        return doubled.plusMillis(ThreadLocalRandom.current().nextLong(1 + doubled.toMillis() / 4));
    }

    private void pause(Duration wanted) {
        try {
            Thread.sleep((wanted.compareTo(longest) > 0 ? longest : wanted).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceRefused(Reason.OURS, "STOPPED", "the retrieval was stopped while it waited");
        }
    }
}
