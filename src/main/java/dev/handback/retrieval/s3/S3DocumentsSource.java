package dev.handback.retrieval.s3;

import dev.handback.retrieval.AssetSource;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Remote;
import dev.handback.sources.SourceRefused;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Takes the documents of a bucket or of a prefix in it: every version that is listed, whatever its key. */
@Component
@EnableConfigurationProperties(S3Limits.class)
public class S3DocumentsSource implements AssetSource {

    private final Connections connections;
    private final EgressPolicy policy;
    private final S3Limits limits;
    private final InventoryTable inventory;
    private final BaselineTable baselines;
    private final RestoreTable restores;
    private final Vault vault;
    private final Clock clock;

    S3DocumentsSource(
            Connections connections,
            EgressPolicy policy,
            S3Limits limits,
            InventoryTable inventory,
            BaselineTable baselines,
            RestoreTable restores,
            Vault vault,
            Clock clock) {
        this.connections = connections;
        this.policy = policy;
        this.limits = limits;
        this.inventory = inventory;
        this.baselines = baselines;
        this.restores = restores;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "s3-documents";
    }

    @Override
    public RetrievalOutcome retrieve(RetrievalRequest request, Progress progress) throws InterruptedException {
        String seenAs = "nobody";
        try {
            Connection connection = connections.require(request.connection());
            seenAs = connection.seenAs();
            Locator locator = Locator.parse(request.locator());
            try (S3Remote remote = S3Remote.open(connection, locator, policy, limits.store())) {
                return new S3Retrieval(
                                remote, locator, request, limits, inventory, baselines, restores, vault, progress,
                                clock)
                        .run(seenAs);
            }
        } catch (SourceRefused e) {
            stopIfInterrupted();
            return nothing(outcome(e.reason()), new Finding(e.code(), e.detail()), seenAs);
        } catch (IOException e) {
            stopIfInterrupted();
            return nothing(Outcome.FAILED, new Finding("LOCAL_FAULT", Printable.of(e)), seenAs);
        }
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("retrieval was stopped");
    }

    private RetrievalOutcome nothing(Outcome outcome, Finding why, String seenAs) {
        return new RetrievalOutcome(outcome, List.of(why), seenAs, clock.instant(), Optional.empty());
    }

    static Outcome outcome(SourceRefused.Reason reason) {
        return switch (reason) {
            case POLICY -> Outcome.HOSTILE;
            case UNSUPPORTED -> Outcome.UNSUPPORTED;
            case FORBIDDEN -> Outcome.FORBIDDEN;
            case GONE -> Outcome.GONE;
            case UNREACHABLE -> Outcome.UNREACHABLE;
            case BROKEN -> Outcome.CORRUPT;
            case OURS -> Outcome.FAILED;
        };
    }
}
