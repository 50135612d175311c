package dev.handback.retrieval.git;

import dev.handback.sources.LfsPatience;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code handback.retrieval.git.lfs}: what the Git LFS objects of one repository may cost.
 *
 * @param maxObjects number of objects
 * @param maxObject bytes of one object
 * @param maxContent bytes of all objects
 * @param wallTime longest time for all of them
 * @param parallel downloads at once
 * @param tries how often one request is sent to a server that is busy or stumbles
 * @param backOff wait before the second try; doubles with each further one
 * @param longestWait longest wait, also where the server asks for a longer one
 */
record LfsLimits(
        @DefaultValue("300000") long maxObjects,
        @DefaultValue("50GB") DataSize maxObject,
        @DefaultValue("2TB") DataSize maxContent,
        @DefaultValue("48h") Duration wallTime,
        @DefaultValue("4") int parallel,
        @DefaultValue("6") int tries,
        @DefaultValue("1s") Duration backOff,
        @DefaultValue("2m") Duration longestWait) {

    LfsPatience patience() {
        return new LfsPatience(parallel, tries, backOff, longestWait);
    }
}
