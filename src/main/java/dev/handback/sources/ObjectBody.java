package dev.handback.sources;

import java.io.InputStream;
import java.util.Map;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The stored bytes of one version, as the store keeps them (never decoded), and what its headers say. To be closed
 * always; what was not read to the end is cut off, not drained.
 */
public final class ObjectBody implements AutoCloseable {

    private final ResponseInputStream<GetObjectResponse> stream;

    ObjectBody(ResponseInputStream<GetObjectResponse> stream) {
        this.stream = stream;
    }

    public InputStream bytes() {
        return stream;
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
