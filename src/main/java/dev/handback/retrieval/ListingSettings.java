package dev.handback.retrieval;

import dev.handback.sources.ListingLimits;
import dev.handback.sources.RemoteLimits;
import dev.handback.sources.StoreLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code handback.retrieval.listing}: what a list of all that a holder's system has may cost. More is refused, never cut short.
 *
 * @param places repositories, wikis and buckets of one list
 * @param requests questions for one list; a page has a hundred rows
 * @param connect until a connection stands
 * @param stall longest silence
 * @param wallTime longest listing
 */
@ConfigurationProperties("handback.retrieval.listing")
record ListingSettings(
        @DefaultValue("20000") int places,
        @DefaultValue("1000") int requests,
        @DefaultValue("20s") Duration connect,
        @DefaultValue("1m") Duration stall,
        @DefaultValue("1h") Duration wallTime) {

    ListingLimits limits() {
        return new ListingLimits(
                new RemoteLimits(connect, stall, wallTime, 0, 0), new StoreLimits(connect, stall, 1), places, requests);
    }
}
