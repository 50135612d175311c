package dev.handback.sources;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 store is and as whom we come. As everywhere, the places of secrets, never the secrets.
 *
 * @param endpoint scheme, host and port
 * @param pathStyle the bucket stands in the path, not in the host name
 * @param aws the store is Amazon's own, which has its token service under another name
 */
public record S3Access(
        Locator endpoint,
        String region,
        boolean pathStyle,
        boolean aws,
        @Nullable Path accessKeyFile,
        @Nullable Path secretKeyFile,
        @Nullable String roleArn,
        @Nullable String externalId,
        boolean requesterPays) {

    /** Scheme, host and port that the store's token service answers under. */
    Locator tokens() {
        return aws ? Locator.parse("https://sts." + region + ".amazonaws.com") : endpoint;
    }

    /** The host that requests about a bucket go to. */
    String host(String bucket) {
        return pathStyle ? endpoint.host() : bucket + "." + endpoint.host();
    }
}
