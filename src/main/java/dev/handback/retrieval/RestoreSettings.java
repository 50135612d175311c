package dev.handback.retrieval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code handback.retrieval.s3.restore}: how versions in archive classes are asked for.
 *
 * @param lookEvery pause between two looks whether they are restored
 * @param overdueAfter since legal agreed: what is not restored by then is decided on anew
 * @param margin what is readable is copied at the latest this long before the first copy goes
 * @param perSecond requests to the holder's store, at most
 */
@ConfigurationProperties("handback.retrieval.s3.restore")
public record RestoreSettings(
        @DefaultValue("1h") Duration lookEvery,
        @DefaultValue("96h") Duration overdueAfter,
        @DefaultValue("12h") Duration margin,
        @DefaultValue("20") int perSecond) {

    /** Refuses what would ask without a pause, or not at all. */
    public RestoreSettings {
        if (lookEvery.isNegative() || lookEvery.isZero() || perSecond < 1)
            throw new IllegalArgumentException(
                    "handback.retrieval.s3.restore: expected a look-every above 0 and a per-second of 1 or more, found "
                            + lookEvery + " and " + perSecond);
    }
}
