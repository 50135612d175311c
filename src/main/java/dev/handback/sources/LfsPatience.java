package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How hard an LFS server is pressed: how much at once, and how often and how slowly it is asked again when it is busy or
 * stumbles.
 *
 * @param parallel downloads at once
 * @param tries for one request, the first included
 * @param backOff wait before the second try; doubles with each further one
 * @param longest longest wait, also where the server asks for a longer one
 */
public record LfsPatience(int parallel, int tries, Duration backOff, Duration longest) {

    public LfsPatience {
        if (parallel < 1)
            throw new IllegalArgumentException("downloads at once: expected 1 or more, actual " + parallel);
    }

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
            return busy() || status == 500 || status == 502 || status == 504;
        }

        /** Whether it asks for fewer requests: then nobody else may ask meanwhile either. */
        boolean busy() {
            return status == 429 || status == 503;
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
            Duration wait = waitAfter(number);
            pause(http.leftAlone());
            try {
                return request.run();
            } catch (Answered e) {
                if (e.retryAfter != null) wait = e.retryAfter;
                if (e.busy()) http.leaveAlone(shortened(wait));
                if (!e.passing() || number >= tries) throw e;
                if (e.busy()) continue;
            } catch (IOException | RuntimeException e) {
                SourceRefused why = NetworkFaults.explain(e, http.refusal(), server);
                boolean passing =
                        why.reason() == Reason.UNREACHABLE && !why.code().equals("TLS_REFUSED");
                if (!passing || number >= tries) throw why;
            }
            pause(shortened(wait));
        }
    }

    private Duration waitAfter(int number) {
        Duration doubled = backOff.multipliedBy(1L << Math.min(number - 1, 16));
        return doubled.plusMillis(ThreadLocalRandom.current().nextLong(1 + doubled.toMillis() / 4));
    }

    private Duration shortened(Duration wanted) {
        return wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceRefused(Reason.OURS, "STOPPED", "the retrieval was stopped while it waited");
        }
    }
}
