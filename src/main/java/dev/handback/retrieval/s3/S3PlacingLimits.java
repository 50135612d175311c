package dev.handback.retrieval.s3;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code handback.placing.s3}: how objects are written to the client's own store.
 *
 * @param part what is larger is sent in parts of this size; stores want 5 MB at least and 5 GB at most
 * @param parallel keys written at once
 */
@ConfigurationProperties("handback.placing.s3")
record S3PlacingLimits(
        @DefaultValue("64MB") DataSize part,
        @DefaultValue("8") int parallel) {

    S3PlacingLimits {
        if (part.toMegabytes() < 5 || part.toGigabytes() > 4)
            throw new IllegalArgumentException("handback.placing.s3.part: expected 5MB to 4GB, actual " + part);
        if (parallel < 1)
            throw new IllegalArgumentException("handback.placing.s3.parallel: expected 1 or more, actual " + parallel);
    }
}
