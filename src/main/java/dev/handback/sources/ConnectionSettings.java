package dev.handback.sources;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** {@code handback.connections.<name>}. */
@Validated
@ConfigurationProperties("handback")
record ConnectionSettings(@DefaultValue Map<String, @Valid Entry> connections) {

    /**
     * @param kind git or s3
     * @param urls allowed prefixes, such as https://git.vendor.example/team
     * @param username name shown to the holder's system
     * @param passwordFile file that holds the password or token, read anew for each attempt
     * @param allowHttp allow http:// without encryption
     * @param allowPrivateAddresses allow loopback, private and shared addresses
     */
    record Entry(
            @NotNull Connection.Kind kind,
            @NotEmpty List<String> urls,
            @Nullable String username,
            @Nullable Path passwordFile,
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue("false") boolean allowPrivateAddresses) {

        Connection named(String name) {
            return new Connection(
                    name,
                    kind,
                    urls.stream().map(Locator::parse).toList(),
                    username,
                    passwordFile,
                    allowHttp,
                    allowPrivateAddresses);
        }
    }
}
