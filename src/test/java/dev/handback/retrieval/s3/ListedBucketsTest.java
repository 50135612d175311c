package dev.handback.retrieval.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.demo.S3Host;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.HolderList;
import dev.handback.sources.HolderList.Said;
import dev.handback.sources.HolderListing;
import dev.handback.sources.HolderPlace;
import dev.handback.sources.HostOnLoopback;
import dev.handback.sources.ListingLimits;
import dev.handback.sources.RemoteLimits;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.StoreLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The buckets of a store: of a real S3 server, and of one that says what a hostile one would. */
class ListedBucketsTest {
    private static final String DENIED = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";

    @TempDir
    static Path folder;

    private static S3Host store;
    private static Buckets buckets;

    @BeforeAll
    static void start() throws IOException {
        store = S3Host.start(folder);
        buckets = new Buckets(store.endpoint(), S3Host.ACCESS_KEY, S3Host.SECRET_KEY);
        buckets.versioned("acme-documents");
        buckets.versioned("acme-drawings");
    }

    @AfterAll
    static void end() {
        buckets.close();
        store.close();
    }

    @Test
    void listsEveryBucketOfTheKeysAccount() throws IOException {
        var list = list(store.endpoint(), S3Host.SECRET_KEY);

        assertThat(list.places())
                .extracting(HolderPlace::locator)
                .containsExactly("s3://acme-documents", "s3://acme-drawings");
        assertThat(list.places())
                .allMatch(HolderPlace::within)
                .allMatch(place -> place.kind() == HolderPlace.Kind.BUCKET);
        assertThat(list.said()).extracting(Said::code).containsExactly("BUCKETS_OF_ONE_OWNER", "HIDDEN_STAYS_UNSEEN");
        assertThat(list.seenAs()).isEqualTo("access key ending in rkey");
        assertThat(list.asked()).isEqualTo("S3 " + store.endpoint());
    }

    @Test
    void saysWhichLieOutsideTheUrlsOfTheConnection() throws IOException {
        assertThat(list(store.endpoint(), S3Host.SECRET_KEY, "s3://acme-drawings/plans/")
                        .places())
                .as("what is asked for as a whole must be ours to ask for as a whole")
                .hasSize(2)
                .noneMatch(HolderPlace::within);
        var list = list(store.endpoint(), S3Host.SECRET_KEY, "s3://acme-drawings/");

        assertThat(list.places()).hasSize(2);
        assertThat(list.places())
                .filteredOn(HolderPlace::within)
                .extracting(HolderPlace::locator)
                .containsExactly("s3://acme-drawings");
        assertThat(list.said()).extracting(Said::code).contains("LIMITED_BY_URLS");
    }

    @Test
    void saysThatACredentialMayNotListBuckets() throws IOException {
        try (var refusing = new HostOnLoopback().at("/", HostOnLoopback.status(403, DENIED))) {
            assertThatThrownBy(() -> list(refusing.url(), "x")).isInstanceOfSatisfying(SourceRefused.class, refused -> {
                assertThat(refused.code()).isEqualTo("S3_403");
                assertThat(refused.detail())
                        .startsWith("this credential may not list buckets")
                        .contains("AccessDenied");
            });
        }
        assertThatThrownBy(() -> list(store.endpoint(), "another secret"))
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(SourceRefused.Reason.FORBIDDEN));
    }

    @Test
    void keepsNamesThatWeRefuse() throws IOException {
        try (var hostile = new HostOnLoopback()
                .at("/", HostOnLoopback.status(200, listing("Old_Name", "&lt;script&gt;", "fine")))) {
            var places = list(hostile.url(), "x").places();

            assertThat(places)
                    .extracting(HolderPlace::locator)
                    .contains("s3://Old_Name/", "s3://<script>/", "s3://fine");
            assertThat(places)
                    .filteredOn(place -> place.refused() != null)
                    .hasSize(2)
                    .noneMatch(HolderPlace::within);
        }
    }

    @Test
    void endsAListThatGoesOnForEver() throws IOException {
        var names = new String[2_001];
        for (int i = 0; i < names.length; i++) names[i] = "bucket-" + i;
        try (var endless = new HostOnLoopback().at("/", HostOnLoopback.status(200, listing(names)))) {
            assertThatThrownBy(() -> list(endless.url(), "x")).hasMessageContaining("more than 2000 places");
        }
    }

    @Test
    void endsAListOfEmptyPagesThatGoesOnForEver() throws IOException {
        var more =
                "<ListAllMyBucketsResult><Buckets/><ContinuationToken>more</ContinuationToken></ListAllMyBucketsResult>";
        try (var endless = new HostOnLoopback().at("/", HostOnLoopback.status(200, more))) {
            assertThatThrownBy(() -> list(endless.url(), "x"))
                    .hasMessageContaining("still more pages of buckets after 10 answers");
        }
    }

    private static HolderList list(String endpoint, String secret, String... urls) throws IOException {
        var key = Files.writeString(folder.resolve("key"), S3Host.ACCESS_KEY);
        var connections =
                ConnectionFixture.store(endpoint, key, Files.writeString(folder.resolve("secret"), secret), urls);
        var few = Duration.ofSeconds(10);
        return HolderListing.list(
                connections.require("bucket-vendor"),
                Optional.empty(),
                new EgressPolicy(),
                new ListingLimits(new RemoteLimits(few, few, few, 0, 0), new StoreLimits(few, few, 1), 2_000, 10),
                n -> {});
    }

    private static String listing(String... names) {
        var text = new StringBuilder("<ListAllMyBucketsResult><Buckets>");
        for (var name : names) text.append("<Bucket><Name>").append(name).append("</Name></Bucket>");
        return text + "</Buckets></ListAllMyBucketsResult>";
    }
}
