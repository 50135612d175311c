package dev.handback.retrieval.git;

import dev.handback.sources.RemoteLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code handback.retrieval.git}: what one repository may cost. More than that is refused as HOSTILE, never cut short.
 *
 * @param maxPack received bytes
 * @param maxContent bytes of all objects, unpacked; stops what is small packed and endless unpacked
 * @param maxObject bytes of one object; a changed object must fit into memory
 * @param maxObjects number of objects
 * @param maxRefs number of refs
 * @param maxAdvertisement bytes of the list of refs
 * @param connect until a connection stands
 * @param stall longest silence
 * @param wallTime longest retrieval
 * @param keepFree what must stay free on the work folder's disk
 * @param rounds how often a moving repository is taken anew
 * @param lfs what its Git LFS objects may cost
 */
@ConfigurationProperties("handback.retrieval.git")
record GitLimits(
        @DefaultValue("20GB") DataSize maxPack,
        @DefaultValue("500GB") DataSize maxContent,
        @DefaultValue("1GB") DataSize maxObject,
        @DefaultValue("10000000") long maxObjects,
        @DefaultValue("200000") int maxRefs,
        @DefaultValue("64MB") DataSize maxAdvertisement,
        @DefaultValue("20s") Duration connect,
        @DefaultValue("2m") Duration stall,
        @DefaultValue("6h") Duration wallTime,
        @DefaultValue("1GB") DataSize keepFree,
        @DefaultValue("3") int rounds,
        @DefaultValue LfsLimits lfs) {

    /** The same for the LFS server, which may need much longer. */
    RemoteLimits lfsRemote() {
        return new RemoteLimits(connect, stall, lfs.wallTime(), maxAdvertisement.toBytes(), maxRefs);
    }

    RemoteLimits remote() {
        return new RemoteLimits(connect, stall, wallTime, maxAdvertisement.toBytes(), maxRefs);
    }
}
