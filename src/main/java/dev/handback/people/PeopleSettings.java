package dev.handback.people;

import jakarta.validation.Valid;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is added at start.
 *
 * @param dataDir where the first administrator's one-time secret is left
 * @param node whose machine adds them
 * @param people added when absent; an account that exists is never changed by settings
 */
@Validated
@ConfigurationProperties("handback")
record PeopleSettings(
        @DefaultValue("data") Path dataDir,
        @DefaultValue("local") String node,
        @DefaultValue @Valid List<NewPerson> people) {}
