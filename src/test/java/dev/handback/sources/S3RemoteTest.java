package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.handback.sources.SourceRefused.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3RemoteTest {
    private static final StoreLimits LIMITS = new StoreLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 2);
    private static final String LISTING = "<ListVersionsResult><IsTruncated>false</IsTruncated></ListVersionsResult>";
    private static final String ROLE =
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>temporary</AccessKeyId>"
                    + "<SecretAccessKey>s</SecretAccessKey><SessionToken>token-of-the-role</SessionToken>"
                    + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";

    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private HttpServer server;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean tokens = exchange.getRequestMethod().equals("POST");
                var headers = exchange.getRequestHeaders();
                seen.put(
                        "body",
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8) + seen.getOrDefault("body", ""));
                seen.put("host", String.valueOf(headers.getFirst("Host")));
                seen.put("token", String.valueOf(headers.getFirst("X-Amz-Security-Token")));
                var answer = (tokens ? ROLE : LISTING).getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void assumesTheVendorsRoleWithTheExternalIdOnly() throws Exception {
        var connection =
                connection(endpoint("127.0.0.1"), true, "arn:aws:iam::123456789012:role/exit", "agreed-with-us", true);

        try (var remote = S3Remote.open(connection, Locator.parse("s3://documents"), new EgressPolicy(), LIMITS)) {
            remote.versions(null, 10);
        }

        assertThat(seen.get("body")).contains("Action=AssumeRole", "ExternalId=agreed-with-us");
        assertThat(seen.get("token")).isEqualTo("token-of-the-role");
        assertThat(connection.seenAs()).isEqualTo("arn:aws:iam::123456789012:role/exit");
    }

    @Test
    void connectsToTheCheckedAddressOfTheBucketsOwnHost() throws Exception {
        var asked = new ConcurrentHashMap<String, Integer>();
        var policy = new EgressPolicy(host -> {
            asked.merge(host, 1, Integer::sum);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        var connection = connection(endpoint("s3.vendor.example"), false, null, null, true);

        try (var remote = S3Remote.open(connection, Locator.parse("s3://documents"), policy, LIMITS)) {
            remote.versions(null, 10);
            remote.versions(null, 10);
        }

        assertThat(seen.get("host")).startsWith("documents.s3.vendor.example");
        assertThat(asked).containsExactly(Map.entry("documents.s3.vendor.example", 1));
    }

    @Test
    void refusesABucketWhoseHostLiesWithinTheHouse() throws Exception {
        var policy = new EgressPolicy(host -> addresses("10.1.2.3"));
        var connection = connection("https://s3.vendor.example", false, null, null, false);

        var refusal = refusal(connection, policy);

        assertThat(refusal.code()).isEqualTo("ADDRESS_REFUSED");
        assertThat(refusal.detail()).contains("documents.s3.vendor.example");
    }

    @Test
    void neverConnectsToMetadataServices() throws Exception {
        var connection = connection("http://169.254.169.254", true, null, null, true);

        assertThat(refusal(connection, new EgressPolicy()).detail()).contains("never connected to");
    }

    @Test
    void namesTheFileOfAnUnreadableKeyAndNotItsContent() throws Exception {
        var connection = connection(endpoint("127.0.0.1"), true, null, null, true);
        Files.writeString(folder.resolve("secret"), "");

        var refusal = refusal(connection, new EgressPolicy());

        assertThat(refusal.reason()).isEqualTo(Reason.OURS);
        assertThat(refusal.detail()).contains("secret-key-file is empty");
    }

    @Test
    void refusesBucketsThatItsUrlsDoNotName() throws Exception {
        var all = connection(endpoint("127.0.0.1"), true, null, null, true);
        var limited = new Connection(
                "vendor",
                Connection.Kind.S3,
                List.of(Locator.parse("s3://documents/2021/")),
                null,
                null,
                true,
                true,
                all.s3(),
                null,
                false,
                null);
        var policy = new EgressPolicy();

        policy.check(limited, Locator.parse("s3://documents/2021/contracts/"));
        var refusal = catchThrowableOfType(
                SourceRefused.class, () -> policy.check(limited, Locator.parse("s3://documents/2022/")));

        assertThat(refusal.code()).isEqualTo("NOT_BELOW_CONNECTION");
    }

    private SourceRefused refusal(Connection connection, EgressPolicy policy) {
        return catchThrowableOfType(
                SourceRefused.class, () -> S3Remote.open(connection, Locator.parse("s3://documents"), policy, LIMITS)
                        .close());
    }

    private String endpoint(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    private Connection connection(
            String endpoint,
            boolean pathStyle,
            @Nullable String role,
            @Nullable String externalId,
            boolean allowPrivate)
            throws Exception {
        var access = Files.writeString(folder.resolve("access"), "ourkey");
        var secret = Files.writeString(folder.resolve("secret"), "canary-secret");
        var store = new S3Access(
                Locator.parse(endpoint), "us-east-1", pathStyle, false, access, secret, role, externalId, false);
        return new Connection(
                "vendor", Connection.Kind.S3, List.of(), null, null, true, allowPrivate, store, null, false, null);
    }

    private static InetAddress[] addresses(String address) throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByName(address)};
    }
}
