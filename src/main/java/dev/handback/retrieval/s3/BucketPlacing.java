package dev.handback.retrieval.s3;

import dev.handback.retrieval.OverConnection;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Puts what is held into a bucket of the client's own, every version in its order, and reads it there again. */
@Component
@EnableConfigurationProperties(S3PlacingLimits.class)
class BucketPlacing implements HeldPlace {

    /** Told how far it is; may throw to stop. */
    interface Told {
        void soFar(long bytes, long rows);
    }

    private final Connections connections;
    private final EgressPolicy policy;
    private final Vault vault;
    private final S3Limits limits;
    private final S3PlacingLimits placing;

    BucketPlacing(Connections connections, EgressPolicy policy, Vault vault, S3Limits limits, S3PlacingLimits placing) {
        this.connections = connections;
        this.policy = policy;
        this.vault = vault;
        this.limits = limits;
        this.placing = placing;
    }

    @Override
    public Connection.Kind kind() {
        return Connection.Kind.S3;
    }

    @Override
    public PlacingOutcome place(WantedRows rows, PlacingRequest request, Progress progress)
            throws InterruptedException {
        return OverConnection.place(connections, request, (connection, locator, seenAs) -> new BucketTry(
                        connection, locator, policy, vault, limits, placing, rows, request, progress)
                .run(seenAs));
    }
}
