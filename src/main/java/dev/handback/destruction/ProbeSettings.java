package dev.handback.destruction;

import dev.handback.sources.RemoteLimits;
import dev.handback.sources.StoreLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code handback.probes}: what one look may cost.
 *
 * @param connect until a connection stands
 * @param stall longest silence
 * @param wallTime longest look at one address
 * @param maxAdvertisement bytes of a list of refs
 * @param maxRefs number of refs
 */
@ConfigurationProperties("handback.probes")
record ProbeSettings(
        @DefaultValue("20s") Duration connect,
        @DefaultValue("1m") Duration stall,
        @DefaultValue("10m") Duration wallTime,
        @DefaultValue("64MB") DataSize maxAdvertisement,
        @DefaultValue("200000") int maxRefs) {

    RemoteLimits git() {
        return new RemoteLimits(connect, stall, wallTime, maxAdvertisement.toBytes(), maxRefs);
    }

    StoreLimits store() {
        return new StoreLimits(connect, stall, 1);
    }
}
