package dev.handback.retrieval.s3;

import dev.handback.retrieval.ArchiveStore;
import dev.handback.retrieval.RestoreSeen;
import dev.handback.retrieval.RestoreSettings;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.s3.RestoreTable.State;
import dev.handback.sources.ArchiveRemote;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.work.Progress;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class S3ArchiveStore implements ArchiveStore {
    private final Connections connections;
    private final EgressPolicy policy;
    private final S3Limits limits;
    private final RestoreTable table;
    private final RestoreSettings settings;
    private final Clock clock;

    S3ArchiveStore(
            Connections connections,
            EgressPolicy policy,
            S3Limits limits,
            RestoreTable table,
            RestoreSettings settings,
            Clock clock) {
        this.connections = connections;
        this.policy = policy;
        this.limits = limits;
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public RestoreSeen look(Order order, Progress progress) throws InterruptedException {
        table.begin(order);
        String seenAs = "nobody";
        try {
            var connection = connections.require(order.connection());
            seenAs = connection.seenAs();
            try (var archive = ArchiveRemote.open(connection, Locator.parse(order.locator()), policy, limits.store())) {
                new RestoreRound(archive, table, order, progress, clock, settings.perSecond()).run();
            }
        } catch (SourceRefused e) {
            if (Thread.interrupted()) throw new InterruptedException("restoring was stopped");
            // a store that is not reached is asked again at the next look, until it is overdue
            if (e.reason() == Reason.UNREACHABLE)
                return table.seen(order, seenAs).and(new Finding(e.code(), e.detail()));
            table.fail(order, List.of(State.TO_ASK, State.ASKED), e.code(), e.detail());
        }
        return table.seen(order, seenAs);
    }

    @Override
    public RestoreSeen known(Order order, Finding why) {
        table.begin(order);
        return table.seen(order, "nobody").and(why);
    }
}
