package dev.handback.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class DemoStoreTest {
    private final Path data;

    DemoStoreTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void listsEveryVersionAndRefusesOneObject() throws Exception {
        try (var store = DemoStore.begin(data)) {
            store.fill();
            try (var client = client(store)) {
                var listed = client.listObjectVersions(l -> l.bucket(DemoStore.DOCUMENTS));
                assertThat(listed.versions()).hasSize(6);
                assertThat(listed.deleteMarkers()).hasSize(1);
                assertThat(text(client, DemoStore.DOCUMENTS, "contracts/MSA-2021-07.txt"))
                        .contains("second amendment");

                assertThat(text(client, DemoStore.CASES, "index.csv")).contains("2024-002");
                assertThatThrownBy(() -> text(client, DemoStore.CASES, "cases/2024-002-dispute.txt"))
                        .isInstanceOfSatisfying(S3Exception.class, refused -> assertThat(refused.statusCode())
                                .isEqualTo(403));
            }
        }
    }

    @Test
    void endsTheServerThatAKilledDemoLeftAndKeepsItsAddress() throws Exception {
        var killed = DemoStore.begin(data); // nobody closes it
        var left = killed.process();

        try (var store = DemoStore.begin(data.resolve("other"))) {
            assertThat(left.isAlive()).isTrue();
            assertThat(store.endpoint()).isNotEqualTo(killed.endpoint());
        }
        killed.door().close();
        try (var store = DemoStore.begin(data)) {
            assertThat(store.endpoint()).isEqualTo(killed.endpoint());
            assertThat(left.onExit()).succeedsWithin(java.time.Duration.ofSeconds(20));
        }
    }

    private static String text(S3Client client, String bucket, String key) {
        return client.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asUtf8String();
    }

    private static S3Client client(DemoStore store) {
        return S3Client.builder()
                .endpointOverride(URI.create(store.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Host.ACCESS_KEY, S3Host.SECRET_KEY)))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }
}
