package dev.handback.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The vendor's documents: real buckets on an S3 server of its own process. The server forgets with its process, so each start
 * fills it anew.
 */
final class DemoStore implements AutoCloseable {
    /** Contracts and invoices, with every version. */
    static final String DOCUMENTS = "billing-documents";
    /** Files of cases, one of which the vendor does not let us read. */
    static final String CASES = "case-files";

    private static final String PROCESS = "s3proxy.pid";
    private static final String SHUT = "cases/2024-002-dispute.txt";

    private final S3Host server;
    private final StoreDoor door;

    private DemoStore(S3Host server, StoreDoor door) {
        this.server = server;
        this.door = door;
    }

    /** Begins to start it; {@link #fill} waits for it. Its address stays the same after a restart. */
    static DemoStore begin(Path data) throws IOException {
        var folder = Files.createDirectories(data.resolve("vendor"));
        endOrphan(folder);
        var server = S3Host.begin(folder, "128m");
        try {
            Files.writeString(
                    folder.resolve(PROCESS), Long.toString(server.process().pid()));
            return new DemoStore(
                    server,
                    new StoreDoor(
                            DemoVendor.port(folder.resolve("store-port")), server.port(), "/" + CASES + "/" + SHUT));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    String endpoint() {
        return door.endpoint();
    }

    ProcessHandle process() {
        return server.process();
    }

    StoreDoor door() {
        return door;
    }

    void fill() throws IOException {
        server.awaitPort();
        try (var client = client()) {
            bucket(client, DOCUMENTS);
            put(client, DOCUMENTS, "contracts/MSA-2021-07.txt", "Master services agreement of 1 January 2021\n");
            put(client, DOCUMENTS, "contracts/MSA-2021-07.txt", "Master services agreement, first amendment: 2022\n");
            put(client, DOCUMENTS, "contracts/MSA-2021-07.txt", "Master services agreement, second amendment: 2024\n");
            put(client, DOCUMENTS, "invoices/2024.csv", "number,amount\n2024-1,1200\n");
            put(client, DOCUMENTS, "invoices/2024.csv", "number,amount\n2024-1,1200\n2024-2,980\n");
            put(client, DOCUMENTS, "notes/draft.txt", "Not to be sent\n");
            client.deleteObject(d -> d.bucket(DOCUMENTS).key("notes/draft.txt"));
            bucket(client, CASES);
            put(client, CASES, "cases/2023-014-refund.txt", "Refunded on 3 March 2023\n");
            put(client, CASES, SHUT, "What the vendor would rather keep\n");
            put(client, CASES, "index.csv", "case,file\n2023-014,cases/2023-014-refund.txt\n2024-002," + SHUT + "\n");
        }
    }

    /** A demo that was killed leaves its server behind. The number may be somebody else's by now. */
    private static void endOrphan(Path folder) throws IOException {
        if (Files.exists(folder.resolve(PROCESS))) {
            ProcessHandle.of(Long.parseLong(
                            Files.readString(folder.resolve(PROCESS)).strip()))
                    .filter(process -> process.info()
                            .commandLine()
                            .filter(line ->
                                    line.contains(folder.toAbsolutePath().toString()))
                            .isPresent())
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Host.ACCESS_KEY, S3Host.SECRET_KEY)))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    private static void bucket(S3Client client, String name) {
        client.createBucket(b -> b.bucket(name));
        client.putBucketVersioning(
                v -> v.bucket(name).versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    }

    private static void put(S3Client client, String bucket, String key, String text) {
        client.putObject(p -> p.bucket(bucket).key(key), RequestBody.fromBytes(text.getBytes(UTF_8)));
    }

    @Override
    public void close() {
        door.close();
        server.close();
    }
}
