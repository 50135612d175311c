package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.http.Header;
import org.apache.http.client.methods.HttpGet;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of a repository host: only read. Each answer is judged here, whoever asked, so that a client library
 * neither follows nor repeats anything: a redirect is refused, and an address that an answer names is only asked when it
 * lies below the interface, where our credential belongs.
 */
final class HostApi implements AutoCloseable {
    private static final int LARGEST = 16 << 20;

    private final Locator base;
    private final PinnedHttp http;
    private final int most;
    private int requests;

    record Answer(Map<String, List<String>> headers, byte[] body) {
        @Nullable
        String header(String name) {
            var values = headers.get(name);
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    }

    private HostApi(Locator base, PinnedHttp http, int most) {
        this.base = base;
        this.http = http;
        this.most = most;
    }

    /** Checks the policy, resolves, and reads the connection's secret; asks for nothing yet. */
    static HostApi open(Connection connection, Locator base, EgressPolicy policy, ListingLimits limits) {
        var destination = new EgressPolicy.Destination(base, policy.admitHost(connection, base.host()));
        var authorization = connection.bearerAuthorization().orElse(null);
        return new HostApi(base, new PinnedHttp(destination, authorization, limits.remote()), limits.requests());
    }

    String base() {
        return base.toString();
    }

    Answer get(String path) {
        return get(URI.create(base + path), Map.of());
    }

    /** @throws SourceRefused for whatever is no 200 */
    Answer get(URI address, Map<String, String> headers) {
        try {
            return sent(address, headers);
        } catch (IOException | RuntimeException e) {
            throw http.unspoken().in(told(NetworkFaults.explain(e, http.refusal(), base)));
        }
    }

    private Answer sent(URI address, Map<String, String> headers) throws IOException {
        requireBelow(address);
        if (++requests > most)
            throw SourceRefused.policy(
                    "ANSWER_TOO_LONG", base + " has still more pages after " + most + " answers; we stopped");
        var get = new HttpGet(address);
        headers.forEach(get::setHeader);
        try (var answer = http.send(get, true)) {
            var heads = Stream.of(answer.getAllHeaders())
                    .collect(Collectors.groupingBy(
                            Header::getName,
                            () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                            Collectors.mapping(head -> String.valueOf(head.getValue()), Collectors.toList())));
            var whole = new Answer(heads, read(http.body(answer)));
            HostRefusals.judge(base, answer.getStatusLine().getStatusCode(), whole);
            return whole;
        }
    }

    /** The same origin is not enough: behind it may lie a page that does something when it is asked for. */
    private void requireBelow(URI address) {
        var parts = List.of(String.valueOf(address.getPath()).split("/"));
        var plain = parts.stream().noneMatch(part -> part.equals(".") || part.equals(".."));
        if (address.toString().startsWith(base + "/") && plain) return;
        throw SourceRefused.policy(
                "OTHER_HOST_REFUSED",
                base + " names as its next page " + Printable.of(HostRefusals.withoutQuery(address.toString()))
                        + ", which lies elsewhere; our credential stays");
    }

    private byte[] read(InputStream content) throws IOException {
        try (content) {
            var whole = new ByteArrayOutputStream();
            var part = new byte[8192];
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                whole.write(part, 0, read);
                if (whole.size() > LARGEST)
                    throw SourceRefused.policy(
                            "ANSWER_TOO_LONG", base + " answered with more than " + LARGEST + " bytes in one page");
            }
            return whole.toByteArray();
        }
    }

    /** The words for a conversation about git do not fit here. */
    private static SourceRefused told(SourceRefused why) {
        return why.reason() == Reason.BROKEN
                ? new SourceRefused(Reason.BROKEN, "ANSWER_UNREADABLE", why.detail())
                : why;
    }

    @Override
    public void close() {
        http.close();
    }
}
