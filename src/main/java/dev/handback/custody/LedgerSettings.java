package dev.handback.custody;

import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the ledger keeps what must not lie in the database, and its name in checkpoints.
 *
 * @param folder holds the key and the copies of the checkpoints
 * @param origin the ledger's name in every checkpoint; changing it later starts a new series
 */
@Validated
@ConfigurationProperties("handback.ledger")
public record LedgerSettings(
        @DefaultValue("data/ledger") Path folder,

        @DefaultValue("handback/ledger") @Pattern(regexp = "[^\\s+]+")
        String origin) {

    Path secretKey() {
        return folder.resolve("checkpoint-key.pem");
    }

    Path publicKey() {
        return folder.resolve("checkpoint-key.pub.pem");
    }

    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    Path fileOf(Checkpoint checkpoint) {
        return checkpoints().resolve(name(checkpoint) + ".txt");
    }

    /** Beside the checkpoint's own file. */
    Path stampOf(Checkpoint checkpoint) {
        return checkpoints().resolve(name(checkpoint) + ".tsr");
    }

    // the root is part of the name: a checkpoint of another history must not replace this one
    private static String name(Checkpoint checkpoint) {
        return "%012d-%s".formatted(checkpoint.size(), checkpoint.root().hex().substring(0, 16));
    }
}
