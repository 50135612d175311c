package dev.handback.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;

/** Listings and errors are read into memory by the SDK, however long a hostile store makes them: so they end here. */
final class AnswerLimit implements ExecutionInterceptor {

    /** A thousand rows of the longest keys, encoded, with owners, are less than half of this. */
    private static final long LONGEST = 16L << 20;

    private final Duration silence;

    AnswerLimit(Duration silence) {
        this.silence = silence;
    }

    private static final String ENCODED = "<EncodingType>url<";
    private static final Pattern FORBIDDEN =
            Pattern.compile("&#x0*([0-9a-fA-F]{1,2});|&#0*([0-9]{1,2});|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean object = context.request() instanceof GetObjectRequest
                && context.httpResponse().isSuccessful();
        if (object) return context.responseBody();
        boolean listing = context.request() instanceof ListObjectVersionsRequest
                || context.request() instanceof ListMultipartUploadsRequest;
        return context.responseBody()
                .map(body -> new Limited(SlowLine.over(body, silence)))
                .map(body -> listing ? readable(body) : body);
    }

    /** Some stores print a control character of one key as XML forbids it, which would make the whole page unreadable. */
    private static InputStream readable(InputStream body) {
        try (body) {
            String page = new String(body.readAllBytes(), ISO_8859_1);
            if (page.contains(ENCODED)) {
                EncodedKeys.requireText(page);
                page = FORBIDDEN
                        .matcher(page)
                        .replaceAll(found -> escaped(found.group(), found.group(1), found.group(2)));
            }
            return new ByteArrayInputStream(page.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the rest of an encoded listing spells it. */
    private static String escaped(String raw, @Nullable String hex, @Nullable String decimal) {
        int code =
                hex != null ? Integer.parseInt(hex, 16) : decimal != null ? Integer.parseInt(decimal) : raw.charAt(0);
        return code < 0x20 ? String.format(Locale.ROOT, "%%%02X", code) : Matcher.quoteReplacement(raw);
    }

    private static final class Limited extends FilterInputStream {
        private long left = LONGEST;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return counted(read, read);
        }

        private int counted(int answer, int bytes) {
            if (answer < 0) return answer;
            left -= bytes;
            if (left < 0)
                throw SourceRefused.policy(
                        "ANSWER_TOO_LONG",
                        "the store answered with more than " + LONGEST + " bytes that are no object");
            return answer;
        }
    }
}
