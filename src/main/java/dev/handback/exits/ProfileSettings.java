package dev.handback.exits;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code handback}: where profiles are.
 *
 * @param profilesDir folder of further profiles, {@code <name>.yaml} each; without it there is "plain" only
 */
@ConfigurationProperties("handback")
record ProfileSettings(@Nullable Path profilesDir) {}
