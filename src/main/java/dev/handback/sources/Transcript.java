package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.http.Header;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.protocol.HttpContext;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * What we asked a holder's system and what it answered, word for word, in a file: lines with "&gt;" are ours, lines with
 * "&lt;" and the bodies theirs. It holds no credential of ours and no token of theirs.
 */
public final class Transcript implements AutoCloseable {

    private static final int LONGEST_BODY = 17 << 20;
    private static final int LONGEST_REFUSAL = 64 << 10;
    private static final Set<String> LEFT_OUT = Set.of("set-cookie", "authorization");

    private final Path file;
    private OutputStream out;
    private boolean empty = true;

    /** @param file to be filled; taken away at the end unless somebody took it over */
    public Transcript(Path file) {
        this.file = file;
        try {
            out = new BufferedOutputStream(Files.newOutputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on these are left out, also where the other side repeats them. */
    synchronized void leaveOut(Unspoken credential) {
        out = credential.in(out);
    }

    /** Whether no answer came at all. */
    public synchronized boolean isEmpty() {
        return empty;
    }

    /** All that was written; nothing more can be. */
    public synchronized Path finished() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @Override
    public synchronized void close() {
        finished();
        file.toFile().delete(); // there only when nobody took it over
    }

    private synchronized void answered(String asked, String status, Stream<Map.Entry<String, String>> headers) {
        empty = false;
        var head = new StringBuilder("\n> " + asked + "\n< " + status + "\n");
        headers.filter(header -> !LEFT_OUT.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .forEach(header -> head.append("< ")
                        .append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append('\n'));
        body(head.append('\n').toString().getBytes(UTF_8));
    }

    private synchronized void body(byte... bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void body(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** For git's requests: a refusal is kept at once, an answer while it is read. */
    HttpResponseInterceptor ofHttp() {
        return (response, context) -> {
            answered(
                    line(context),
                    response.getStatusLine().toString(),
                    Stream.of(response.getAllHeaders()).map(Transcript::entry));
            if (response.getEntity() == null) return;
            if (response.getStatusLine().getStatusCode() >= 300) refused(response);
            else response.setEntity(new Copied(response));
        };
    }

    private void refused(HttpResponse response) throws IOException {
        byte[] words;
        try (var in = response.getEntity().getContent()) {
            words = in.readNBytes(LONGEST_REFUSAL);
        }
        body(words);
        response.setEntity(new ByteArrayEntity(words));
    }

    private static String line(HttpContext context) {
        var http = HttpClientContext.adapt(context);
        HttpRequest request = http.getRequest();
        return request.getRequestLine().getMethod() + " " + http.getTargetHost()
                + request.getRequestLine().getUri();
    }

    private static Map.Entry<String, String> entry(Header header) {
        return Map.entry(header.getName(), String.valueOf(header.getValue()));
    }

    /** For git over ssh: what is said is kept while it is read. */
    InputStream ofTalk(String asked, InputStream said) {
        return new Kept(said) {
            private boolean begun;

            @Override
            void keep(byte[] bytes, int offset, int length) throws IOException {
                if (!begun) answered(asked, "speaks", Stream.empty());
                begun = true;
                super.keep(bytes, offset, length);
            }
        };
    }

    /** A conversation that ended in a refusal; whether the other side answered at all is for the reason to say. */
    void refused(String asked, SourceRefused why) {
        if (why.reason() != SourceRefused.Reason.UNREACHABLE)
            answered(asked, why.code() + ": " + why.detail(), Stream.empty());
    }

    /** For a store's client, never for its token service, whose answers are secrets. */
    ExecutionInterceptor ofStore() {
        return new ExecutionInterceptor() {
            @Override
            public Optional<InputStream> modifyHttpResponseContent(
                    Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
                var response = context.httpResponse();
                var request = context.httpRequest();
                answered(
                        request.method() + " " + request.getUri(),
                        response.statusCode() + " " + response.statusText().orElse(""),
                        response.headers().entrySet().stream()
                                .map(header -> Map.entry(header.getKey(), joined(header.getValue()))));
                return context.responseBody().map(Transcript.this::kept);
            }
        };
    }

    private static String joined(List<String> values) {
        return String.join(", ", values);
    }

    private InputStream kept(InputStream body) {
        try {
            byte[] start = body.readNBytes(LONGEST_BODY);
            body(start);
            return new SequenceInputStream(new ByteArrayInputStream(start), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer that is written down while somebody reads it, and no further. */
    private final class Copied extends HttpEntityWrapper {
        Copied(HttpResponse response) {
            super(response.getEntity());
        }

        @Override
        public InputStream getContent() throws IOException {
            return new Kept(super.getContent());
        }
    }

    private class Kept extends FilterInputStream {
        Kept(InputStream said) {
            super(said);
        }

        void keep(byte[] bytes, int offset, int length) throws IOException {
            body(bytes, offset, length);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) keep(new byte[] {(byte) read}, 0, 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) keep(bytes, offset, read);
            return read;
        }
    }
}
