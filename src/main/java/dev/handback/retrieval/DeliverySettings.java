package dev.handback.retrieval;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code handback.deliveries}: what one delivery by hand may be. More is refused, never cut short.
 *
 * @param importDir operators copy media into {@code <exit>/<asset>} below it; without it there is no import folder
 * @param maxFile bytes of one file
 * @param maxTotal bytes of all files
 * @param maxFiles number of files
 */
@ConfigurationProperties("handback.deliveries")
record DeliverySettings(
        @Nullable Path importDir,
        @DefaultValue("50GB") DataSize maxFile,
        @DefaultValue("500GB") DataSize maxTotal,
        @DefaultValue("10000") int maxFiles) {}
