package dev.handback.retrieval.git;

import dev.handback.retrieval.AssetSource;
import dev.handback.retrieval.Neighbours;
import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.GitRemote;
import dev.handback.sources.LfsRemote;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Takes a git repository over smart HTTP or SSH: every ref that is offered, HEAD, all they need, and their Git LFS objects. */
@Component
@EnableConfigurationProperties(GitLimits.class)
public class GitRepositorySource implements AssetSource {

    private final Connections connections;
    private final EgressPolicy policy;
    private final Vault vault;
    private final Function<String, List<Neighbour>> neighbours;
    private final GitLimits limits;
    private final Clock clock;

    @Autowired
    GitRepositorySource(
            Connections connections,
            EgressPolicy policy,
            Vault vault,
            Neighbours neighbours,
            GitLimits limits,
            Clock clock) {
        this(connections, policy, vault, neighbours::of, limits, clock);
    }

    GitRepositorySource(
            Connections connections,
            EgressPolicy policy,
            Vault vault,
            Function<String, List<Neighbour>> neighbours,
            GitLimits limits,
            Clock clock) {
        this.connections = connections;
        this.policy = policy;
        this.vault = vault;
        this.neighbours = neighbours;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "git-repository";
    }

    @Override
    public RetrievalOutcome retrieve(RetrievalRequest request, Progress progress) throws InterruptedException {
        String seenAs = "nobody";
        try {
            DiskSpace.require(request.workFolder(), limits);
            Connection connection = connections.require(request.connection());
            Locator locator = Locator.parse(request.locator());
            seenAs = connection.seenAs(locator);
            try (GitRemote remote = GitRemote.open(connection, locator, policy, limits.remote())) {
                var surroundings = new Surroundings(
                        locator, vault, () -> lfs(connection, locator), () -> neighbours.apply(request.exit()));
                var ended = new GitRetrieval(remote, surroundings, request, limits, progress).run();
                stopIfInterrupted();
                return ended.seen(seenAs, clock.instant());
            }
        } catch (SourceRefused e) {
            stopIfInterrupted();
            return nothing(Outcome.of(e.reason()), new Finding(e.code(), e.detail()), seenAs);
        } catch (UncheckedIOException e) {
            stopIfInterrupted();
            throw e;
        } catch (IOException e) {
            stopIfInterrupted();
            return nothing(Outcome.FAILED, new Finding("LOCAL_FAULT", Printable.of(e)), seenAs);
        }
    }

    private LfsRemote lfs(Connection connection, Locator repository) {
        return LfsRemote.open(
                connection, repository, policy, limits.lfsRemote(), limits.lfs().patience(), clock);
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("retrieval was stopped");
    }

    private RetrievalOutcome nothing(Outcome outcome, Finding why, String seenAs) {
        return new RetrievalOutcome(outcome, List.of(why), seenAs, clock.instant(), Optional.empty());
    }
}
