package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Situations of real buckets, made as a vendor would make them. Each bucket has a name of its own. */
final class Buckets implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    final S3Client client;

    Buckets(String endpoint, String accessKey, String secretKey) {
        client = S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    String plain() {
        var bucket = "bucket-" + NUMBER.incrementAndGet();
        client.createBucket(b -> b.bucket(bucket));
        return bucket;
    }

    String versioned() {
        return enabled(plain());
    }

    void versioned(String name) {
        client.createBucket(b -> b.bucket(name));
        enabled(name);
    }

    private String enabled(String bucket) {
        client.putBucketVersioning(
                v -> v.bucket(bucket).versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        return bucket;
    }

    void suspend(String bucket) {
        client.putBucketVersioning(
                v -> v.bucket(bucket).versioningConfiguration(c -> c.status(BucketVersioningStatus.SUSPENDED)));
    }

    void put(String bucket, String key, String content) {
        client.putObject(p -> p.bucket(bucket).key(key), RequestBody.fromBytes(content.getBytes(UTF_8)));
    }

    /** With what people and programs write beside it. */
    void put(String bucket, String key, String content, Map<String, String> metadata, String type) {
        client.putObject(
                p -> p.bucket(bucket)
                        .key(key)
                        .metadata(metadata)
                        .contentType(type)
                        .cacheControl("no-cache"),
                RequestBody.fromBytes(content.getBytes(UTF_8)));
    }

    String read(String bucket, String key) {
        return client.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asString(UTF_8);
    }

    /** Every version and marker, each key's newest first, as a plain reader would list them. */
    List<String> history(String bucket) {
        var listed = client.listObjectVersions(l -> l.bucket(bucket));
        var versions = listed.versions().stream()
                .map(v -> v.key() + " "
                        + client.getObjectAsBytes(
                                        g -> g.bucket(bucket).key(v.key()).versionId(v.versionId()))
                                .asString(UTF_8)
                        + (v.isLatest() ? " latest" : ""));
        var markers = listed.deleteMarkers().stream().map(m -> m.key() + " deleted" + (m.isLatest() ? " latest" : ""));
        return Stream.concat(versions, markers).toList();
    }

    void delete(String bucket, String key) {
        client.deleteObject(d -> d.bucket(bucket).key(key));
    }

    /** In two parts: its ETag is no MD5. */
    void inParts(String bucket, String key, byte[] first, byte[] second) {
        var upload =
                client.createMultipartUpload(u -> u.bucket(bucket).key(key)).uploadId();
        var etags = List.of(part(bucket, key, upload, 1, first), part(bucket, key, upload, 2, second));
        client.completeMultipartUpload(c -> c.bucket(bucket)
                .key(key)
                .uploadId(upload)
                .multipartUpload(m -> m.parts(
                        CompletedPart.builder().partNumber(1).eTag(etags.get(0)).build(),
                        CompletedPart.builder().partNumber(2).eTag(etags.get(1)).build())));
    }

    void neverCompleted(String bucket, String key) {
        var upload =
                client.createMultipartUpload(u -> u.bucket(bucket).key(key)).uploadId();
        part(bucket, key, upload, 1, new byte[10]);
    }

    private String part(String bucket, String key, String upload, int number, byte[] bytes) {
        return client.uploadPart(
                        p -> p.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
    }

    @Override
    public void close() {
        client.close();
    }
}
