package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes one object, at once or in parts, never with more than a buffer of it in memory. */
final class ObjectWriting {
    private static final String ANYTHING = "*";
    private static final int MOST_PARTS = 10_000;
    private static final Duration AN_ANSWER = Duration.ofMinutes(10);

    /** Bytes a second. */
    private static final int SLOWEST = 10_000;

    /** By the words of our manifest. */
    private static final Map<String, String> HEADERS = Map.of(
            "contentEncoding", "Content-Encoding",
            "contentLanguage", "Content-Language",
            "contentDisposition", "Content-Disposition",
            "cacheControl", "Cache-Control",
            "expires", "Expires",
            "websiteRedirect", "x-amz-website-redirect-location");

    private final S3Client client;
    private final Locator locator;
    private final long part;

    ObjectWriting(S3Client client, Locator locator, long part) {
        this.client = client;
        this.locator = locator;
        this.part = part;
    }

    @Nullable
    String put(NewObject object, ObjectBytes bytes, boolean first) {
        String what = "object " + Printable.of(object.key());
        try {
            String id = isAtOnce(object.size()) ? atOnce(object, bytes, first) : inParts(object, bytes, first);
            return id == null || id.isEmpty() ? "null" : id;
        } catch (SourceRefused e) {
            throw e;
        } catch (RuntimeException e) {
            if (first && S3Faults.isThere(e)) return null;
            ObjectRefused ofObject = S3Faults.ofWriting(e, what);
            if (ofObject != null) throw ofObject;
            throw S3Faults.ofBucket(e, locator, "writing an object");
        }
    }

    boolean isAtOnce(long size) {
        return size <= part;
    }

    private @Nullable String atOnce(NewObject object, ObjectBytes bytes, boolean first) {
        var request = PutObjectRequest.builder()
                .bucket(locator.host())
                .key(object.key())
                .contentLength(object.size())
                // a store that knows one of these refuses other bytes; where objects are locked it wants them
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(object.sha256().bytes()))
                .metadata(object.metadata())
                .contentType(object.headers().get("contentType"))
                .contentMD5(md5(bytes, 0, object.size()))
                .overrideConfiguration(headers(object, patience(object.size())))
                .ifNoneMatch(first ? ANYTHING : null);
        return client.putObject(request.build(), body(bytes, 0, object.size())).versionId();
    }

    private static AwsRequestOverrideConfiguration headers(NewObject object, Duration patience) {
        var configuration = AwsRequestOverrideConfiguration.builder().apiCallAttemptTimeout(patience);
        HEADERS.forEach((word, header) -> {
            String value = object.headers().get(word);
            if (value != null) configuration.putHeader(header, value);
        });
        return configuration.build();
    }

    /** For sending so much and hearing that it was taken: what is large may take long, several at once over a thin line. */
    private static Duration patience(long bytes) {
        return AN_ANSWER.plusSeconds(bytes / SLOWEST);
    }

    private static RequestBody body(ObjectBytes bytes, long offset, long length) {
        return RequestBody.fromContentProvider(() -> bytes.from(offset, length), length, "application/octet-stream");
    }

    private static String md5(ObjectBytes bytes, long offset, long length) {
        try (var in = bytes.from(offset, length)) {
            var digest = MessageDigest.getInstance("MD5");
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String inParts(NewObject object, ObjectBytes bytes, boolean first) {
        String upload = client.createMultipartUpload(request -> request.bucket(locator.host())
                        .key(object.key())
                        .metadata(object.metadata())
                        .contentType(object.headers().get("contentType"))
                        .overrideConfiguration(headers(object, patience(0))))
                .uploadId();
        if (upload == null)
            throw new SourceRefused(Reason.BROKEN, "ANSWER_UNREADABLE", locator + " began an upload without an id");
        try {
            List<CompletedPart> parts = parts(object, bytes, upload);
            // long after it was looked at; not every store heeds the condition for uploads in parts
            if (first && exists(object.key())) throw appeared();
            return client.completeMultipartUpload(request -> request.bucket(locator.host())
                            .key(object.key())
                            .uploadId(upload)
                            .ifNoneMatch(first ? ANYTHING : null)
                            .multipartUpload(m -> m.parts(parts)))
                    .versionId();
        } catch (RuntimeException e) {
            abort(object.key(), upload, e);
            throw e;
        }
    }

    private List<CompletedPart> parts(NewObject object, ObjectBytes bytes, String upload) {
        long length = Math.max(part, (object.size() + MOST_PARTS - 1) / MOST_PARTS);
        var parts = new ArrayList<CompletedPart>();
        for (long offset = 0; offset < object.size(); offset += length) {
            long from = offset;
            long size = Math.min(length, object.size() - offset);
            int number = parts.size() + 1;
            String etag = client.uploadPart(
                            request -> request.bucket(locator.host())
                                    .key(object.key())
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentMD5(md5(bytes, from, size))
                                    .overrideConfiguration(sending -> sending.apiCallAttemptTimeout(patience(size)))
                                    .contentLength(size),
                            body(bytes, from, size))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        return parts;
    }

    private boolean exists(String key) {
        try {
            client.headObject(request -> request.bucket(locator.host()).key(key));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) return false;
            throw e;
        }
    }

    private static RuntimeException appeared() {
        return S3Exception.builder().statusCode(412).message("it exists").build();
    }

    /** Our own upload, which is no object yet. */
    private void abort(String key, String upload, RuntimeException why) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(locator.host()).key(key).uploadId(upload));
        } catch (RuntimeException e) {
            // what then stays there is told when all has been placed
            why.addSuppressed(e);
        }
    }
}
