package dev.handback.retrieval.s3;

import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Puts what is held into a bucket of the client's own, every version in its order, and reads it there again. */
@Component
@EnableConfigurationProperties(S3PlacingLimits.class)
class BucketPlacing {

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

    PlacingOutcome place(WantedRows rows, PlacingRequest request, Progress progress) throws InterruptedException {
        String seenAs = "nobody";
        try {
            Connection connection = connections.require(request.connection());
            seenAs = connection.seenAs();
            Locator locator = Locator.parse(request.destination());
            var outcome = new BucketTry(connection, locator, policy, vault, limits, placing, rows, request, progress)
                    .run(seenAs);
            stopIfInterrupted();
            return outcome;
        } catch (SourceRefused e) {
            stopIfInterrupted();
            return PlacingOutcome.failed(seenAs, List.of(new Finding(e.code(), e.detail())));
        } catch (UncheckedIOException e) {
            stopIfInterrupted();
            throw e;
        } catch (IOException e) {
            stopIfInterrupted();
            var why = new Finding("LOCAL_FAULT", Printable.of(e.toString()));
            return PlacingOutcome.failed(seenAs, List.of(why));
        }
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("placing was stopped");
    }
}
