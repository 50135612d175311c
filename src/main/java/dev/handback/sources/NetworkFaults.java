package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.MalformedChunkCodingException;
import org.apache.http.MessageConstraintException;
import org.apache.http.NoHttpResponseException;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TransportException;
import org.jspecify.annotations.Nullable;

/** Tells apart, by the kinds of exceptions and not by their words, who is to blame for a conversation that failed. */
final class NetworkFaults {

    private NetworkFaults() {}

    /** @param known what the HTTP layer knows, which outranks the exceptions that came of it */
    static SourceRefused explain(Throwable failure, @Nullable SourceRefused known, Locator locator) {
        if (known != null) return known;
        return find(failure, SourceRefused.class)
                .or(() -> ours(failure, locator))
                .or(() -> network(failure, locator))
                .orElseGet(() -> broken(failure, locator));
    }

    private static Optional<SourceRefused> ours(Throwable failure, Locator locator) {
        if (has(failure, TooLargeObjectInPackException.class) || has(failure, OutOfMemoryError.class))
            return Optional.of(SourceRefused.policy(
                    "OBJECT_TOO_LARGE", locator + " holds an object larger than the limit, or than memory allows"));
        if (has(failure, MessageConstraintException.class))
            return Optional.of(SourceRefused.policy(
                    "ANSWER_TOO_LONG", locator + " answered with a head longer than any server's: " + words(failure)));
        if (has(failure, FileSystemException.class)
                || says(failure, "No space left on device")
                || says(failure, "quota"))
            return Optional.of(
                    new SourceRefused(Reason.OURS, "DISK", "the work folder could not be written: " + words(failure)));
        // whatever they sent, it is our program that did not expect it
        return find(failure, RuntimeException.class)
                .map(e -> new SourceRefused(
                        Reason.OURS, "UNEXPECTED", locator + " met a fault of our own: " + words(failure)));
    }

    private static Optional<SourceRefused> network(Throwable failure, Locator locator) {
        String code = has(failure, InterruptedIOException.class)
                ? "TIMEOUT"
                : has(failure, SSLException.class)
                        ? "TLS_REFUSED"
                        : has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)
                                ? "CONNECTION_REFUSED"
                                : isLost(failure) ? "CONNECTION_LOST" : null;
        return Optional.ofNullable(code)
                .map(c -> new SourceRefused(
                        Reason.UNREACHABLE, c, locator + " did not answer to the end: " + words(failure)));
    }

    private static boolean isLost(Throwable failure) {
        return has(failure, SocketException.class)
                || has(failure, SshException.class)
                || has(failure, NoHttpResponseException.class)
                || has(failure, ConnectionClosedException.class)
                || has(failure, MalformedChunkCodingException.class);
    }

    private static SourceRefused broken(Throwable failure, Locator locator) {
        String code = has(failure, EOFException.class)
                ? "PACK_TRUNCATED"
                : has(failure, CorruptObjectException.class)
                        ? "PACK_CORRUPT"
                        : root(failure).getClass() == TransportException.class ? "REMOTE_ERROR" : "PACK_BROKEN";
        return new SourceRefused(Reason.BROKEN, code, locator + " sent what cannot be taken: " + words(failure));
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return find(failure, kind).isPresent();
    }

    private static boolean says(Throwable failure, String words) {
        return chain(failure).anyMatch(e -> String.valueOf(e.getMessage()).contains(words));
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        return chain(failure).filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
                .limit(20);
    }

    private static String words(Throwable failure) {
        Throwable root = root(failure);
        return Printable.of(root.getClass().getSimpleName() + " " + root.getMessage());
    }

    private static Throwable root(Throwable failure) {
        return chain(failure).reduce((a, b) -> b).orElse(failure);
    }
}
