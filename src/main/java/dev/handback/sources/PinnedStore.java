package dev.handback.sources;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * A client of one store for one bucket. It connects to the addresses that were checked and to no others, follows no
 * redirect, knows no proxy, no profile file, no environment and no metadata service: credentials and region are those of
 * the connection or none.
 */
final class PinnedStore implements AutoCloseable {

    /** Silences that one answer may last: a store that drips its head is never silent for long. */
    private static final int LONGEST_ANSWER = 5;

    private final Connection connection;
    private final S3Access access;
    private final StoreLimits limits;
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final S3Client client;
    private @Nullable S3Client writer;
    private AutoCloseable role = () -> {};

    PinnedStore(
            Connection connection,
            S3Access access,
            String bucket,
            EgressPolicy policy,
            StoreLimits limits,
            @Nullable Transcript transcript) {
        this(connection, access, policy, limits, access.host(bucket), transcript);
    }

    /** For what is asked of the store itself, not of one of its buckets. */
    static PinnedStore ofEndpoint(Connection connection, S3Access access, EgressPolicy policy, StoreLimits limits) {
        return new PinnedStore(
                connection, access, policy, limits, access.endpoint().host(), null);
    }

    private PinnedStore(
            Connection connection,
            S3Access access,
            EgressPolicy policy,
            StoreLimits limits,
            String host,
            @Nullable Transcript transcript) {
        this.connection = connection;
        this.access = access;
        this.limits = limits;
        admit(policy, host);
        if (access.roleArn() != null) admit(policy, access.tokens().host());
        http = http();
        credentials = credentials();
        client = builder(settings(transcript)).build();
    }

    private void admit(EgressPolicy policy, String host) {
        addresses.put(plain(host), policy.admitHost(connection, host));
    }

    S3Client client() {
        return client;
    }

    /** Sends each request once: a repeated one would become a second version where only the answer was lost. */
    synchronized S3Client writer() {
        if (writer == null)
            writer = builder(settings(null).toBuilder()
                            .retryStrategy(AwsRetryStrategy.doNotRetry())
                            .build())
                    // bytes in chunks of Amazon's own are not read by every store
                    .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                    .build();
        return writer;
    }

    private SdkHttpClient http() {
        return ApacheHttpClient.builder()
                .connectionTimeout(limits.connect())
                .socketTimeout(limits.stall())
                .connectionAcquisitionTimeout(limits.stall())
                .maxConnections(limits.parallel() + 4)
                .dnsResolver(this::pinned)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build())
                .build();
    }

    private InetAddress[] pinned(String host) {
        var pinned = addresses.get(plain(host));
        if (pinned == null)
            throw SourceRefused.policy(
                    "OTHER_HOST_REFUSED",
                    "asked to connect to " + Printable.of(host) + " instead of " + addresses.keySet());
        return pinned.toArray(InetAddress[]::new);
    }

    private static String plain(String host) {
        return host.replaceAll("[\\[\\]]", "");
    }

    private S3ClientBuilder builder(ClientOverrideConfiguration settings) {
        return S3Client.builder()
                .httpClient(http)
                .region(Region.of(access.region()))
                .endpointOverride(URI.create(access.endpoint().toString()))
                .forcePathStyle(access.pathStyle())
                .credentialsProvider(credentials)
                .overrideConfiguration(settings)
                .crossRegionAccessEnabled(false)
                .disableS3ExpressSessionAuth(true)
                // other stores refuse the trailer that would else be sent, and answer with checksums of their own
                // making
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }

    /** The SDK's own sources of settings are files and variables of whoever started us: none of them counts. */
    private ClientOverrideConfiguration settings(@Nullable Transcript transcript) {
        var settings = ClientOverrideConfiguration.builder()
                .defaultProfileFile(ProfileFile.aggregator().build())
                .defaultProfileName("handback")
                .retryStrategy(RetryMode.ADAPTIVE_V2)
                .addExecutionInterceptor(new AnswerLimit(limits.stall()))
                // until the head of an answer has come, and all of it where it is no object
                .apiCallAttemptTimeout(limits.stall().multipliedBy(LONGEST_ANSWER));
        if (transcript != null) settings.addExecutionInterceptor(transcript.ofStore());
        return settings.build();
    }

    private AwsCredentialsProvider credentials() {
        if (access.accessKeyFile() == null || access.secretKeyFile() == null)
            return AnonymousCredentialsProvider.create();
        var own = StaticCredentialsProvider.create(AwsBasicCredentials.create(
                connection.secret(access.accessKeyFile(), "access-key-file"),
                connection.secret(access.secretKeyFile(), "secret-key-file")));
        return access.roleArn() == null ? own : assumed(own, access.roleArn());
    }

    private AwsCredentialsProvider assumed(AwsCredentialsProvider own, String roleArn) {
        var tokens = StsClient.builder()
                .httpClient(http)
                .region(Region.of(access.region()))
                .endpointOverride(URI.create(access.tokens().toString()))
                .credentialsProvider(own)
                .overrideConfiguration(settings(null)) // its answers are secrets
                .build();
        var assumed = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(tokens)
                .refreshRequest(request ->
                        request.roleArn(roleArn).roleSessionName("handback").externalId(access.externalId()))
                .build();
        role = () -> {
            assumed.close();
            tokens.close();
        };
        return assumed;
    }

    /** Also cuts off whoever still reads: a blocked read does not notice that its thread was interrupted. */
    @Override
    public void close() {
        http.close();
        client.close();
        synchronized (this) {
            if (writer != null) writer.close();
        }
        try {
            role.close();
        } catch (Exception e) {
            throw new IllegalStateException("connection " + connection.name() + " cannot be closed", e);
        }
    }
}
