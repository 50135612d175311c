package dev.handback.verify;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code handback.verify}: what a package that is uploaded to be checked may cost.
 *
 * @param folder where uploads lie until they are checked; every node must see it
 * @param maxFiles in it
 * @param maxEvidence bytes of all that is not payload, of which much is kept in memory
 * @param keepFree of that folder's disk
 * @param keep how long a verdict can be read
 */
@Validated
@ConfigurationProperties("handback.verify")
record VerifySettings(
        @DefaultValue("data/vault/verifying") @NotNull Path folder,
        @DefaultValue("10GB") DataSize maxUpload,
        @DefaultValue("300000") long maxFiles,
        @DefaultValue("128MB") DataSize maxEvidence,
        @DefaultValue("1GB") DataSize keepFree,
        @DefaultValue("30d") Duration keep) {}
