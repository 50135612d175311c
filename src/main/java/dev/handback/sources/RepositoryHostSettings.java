package dev.handback.sources;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code handback.connections.<name>.host} and {@code .api}: what a git connection can be asked for beside git. */
@ConfigurationProperties("handback")
record RepositoryHostSettings(@DefaultValue Map<String, Entry> connections) {

    /**
     * @param host github or gitlab; known by itself of github.com and gitlab.com
     * @param api its REST interface, where it is not where the host's documentation puts it
     */
    record Entry(
            RepositoryHost.@Nullable Kind host, @Nullable String api) {}
}
