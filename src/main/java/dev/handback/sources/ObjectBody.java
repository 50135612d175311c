package dev.handback.sources;

import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The stored bytes of one version, as the store keeps them (never decoded), and what its headers say. To be closed
 * always; what was not read to the end is cut off, not drained.
 */
public final class ObjectBody implements AutoCloseable {

    private final ResponseInputStream<GetObjectResponse> stream;
    private final Duration silence;

    ObjectBody(ResponseInputStream<GetObjectResponse> stream, Duration silence) {
        this.stream = stream;
        this.silence = silence;
    }

    /** Ends with a refusal when hardly anything comes. */
    public InputStream bytes() {
        return SlowLine.over(stream, silence);
    }

    /** Where the answer itself says that it is not what was asked for, as of a store that heeds no condition; else null. */
    @Nullable
    String otherThan(BucketEntry entry) {
        var answer = stream.response();
        String etag = answer.eTag() == null
                ? ""
                : answer.eTag().replaceFirst("^W/", "").replace("\"", "");
        if (!etag.isEmpty() && !entry.etag().isEmpty() && !etag.equals(entry.etag()))
            return "expected the ETag " + entry.etag() + " as listed, actual " + Printable.of(etag);
        String version = answer.versionId();
        return version == null || version.equals(entry.versionId())
                ? null
                : "asked for by this id, the store answers with version " + Printable.of(version);
    }

    /** Everything the store tells about this version: metadata, system headers, encryption, locks, checksums. */
    public Map<String, Object> facts() {
        return ObjectFacts.of(stream.response());
    }

    /** Cuts off; harmless after the end. */
    @Override
    public void close() {
        stream.abort();
    }
}
