package dev.handback.vault;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where the vault lies.
 *
 * @param folder on a disk of its own if possible, and in the backup
 * @param keepFree refuses to store when less than this would be left on that disk
 */
@Validated
@ConfigurationProperties("handback.vault")
public record VaultSettings(
        @DefaultValue("data/vault") @NotNull Path folder,
        @DefaultValue("1GB") @NotNull DataSize keepFree) {}
