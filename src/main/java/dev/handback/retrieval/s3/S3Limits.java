package dev.handback.retrieval.s3;

import dev.handback.sources.StoreLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code handback.retrieval.s3}: what one bucket or prefix may cost. More than that is refused as HOSTILE, never cut short.
 *
 * @param maxObjects rows of the listing: versions, markers and open uploads
 * @param maxBytes bytes of all versions together
 * @param maxObject bytes of one version
 * @param parallel versions read at once
 * @param pageRows rows asked for at once
 * @param connect until a connection stands
 * @param stall longest silence
 * @param wallTime longest attempt
 * @param rounds how often a bucket that moves meanwhile is compared anew
 */
@ConfigurationProperties("handback.retrieval.s3")
record S3Limits(
        @DefaultValue("5000000") long maxObjects,
        @DefaultValue("2TB") DataSize maxBytes,
        @DefaultValue("200GB") DataSize maxObject,
        @DefaultValue("16") int parallel,
        @DefaultValue("1000") int pageRows,
        @DefaultValue("20s") Duration connect,
        @DefaultValue("2m") Duration stall,
        @DefaultValue("48h") Duration wallTime,
        @DefaultValue("3") int rounds) {

    StoreLimits store() {
        return new StoreLimits(connect, stall, parallel);
    }
}
