package dev.handback.destruction;

import dev.handback.Sha256;
import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.destruction.Probe.Result;
import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.Transcript;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Our own looks whether anything of an asset still answers at its holder. They read only. A hold does not forbid them; a
 * stay or a missing authority does, since each is an access to the holder's system.
 */
@Component
@EnableConfigurationProperties(ProbeSettings.class)
public class Probes {
    private final ProbesTable probes;
    private final AssetRegister register;
    private final Connections connections;
    private final EgressPolicy policy;
    private final Vault vault;
    private final TransactionTemplate transactions;
    private final RepositoryLook repositories;
    private final BucketLook buckets;

    Probes(
            ProbesTable probes,
            AssetRegister register,
            Connections connections,
            EgressPolicy policy,
            Vault vault,
            TransactionTemplate transactions,
            ProbeSettings settings) {
        this.probes = probes;
        this.register = register;
        this.connections = connections;
        this.policy = policy;
        this.vault = vault;
        this.transactions = transactions;
        this.repositories = new RepositoryLook(policy, settings);
        this.buckets = new BucketLook(policy, settings);
    }

    /**
     * Looks once at every address of the asset that can be asked, and keeps the answers in the vault. Writes no result:
     * {@link #record} does, in the transaction that ends the step. Call it outside any transaction.
     *
     * @throws InterruptedException when the node stops; the look then stays listed without an end
     */
    public Probe probe(String exit, String asset, Purpose purpose, Progress progress) throws InterruptedException {
        var row = register.find(exit, asset);
        int ordinal;
        try {
            ordinal = begin(row, purpose);
        } catch (GateRefused shut) {
            return new Probe.NotBegun(shut.findings());
        }
        try (var transcript = new Transcript(vault.scratchFile())) {
            return look(row, ordinal, purpose, transcript, progress);
        }
    }

    private int begin(Asset row, Purpose purpose) {
        return Objects.requireNonNull(transactions.execute(
                status -> probes.begin(row.exitId(), row.asset(), purpose, row.connection(), row.locator())));
    }

    private Probe look(Asset row, int ordinal, Purpose purpose, Transcript transcript, Progress progress)
            throws InterruptedException {
        var addresses = Addresses.of(row, connections, policy);
        String seenAs = addresses.seenAs();
        var looks = new ArrayList<Look>();
        for (var address : addresses.probeable()) {
            progress.report(0, looks.size(), (long) addresses.probeable().size(), "looking");
            var before = probes.answeredBefore(row.exitId(), row.asset(), address, seenAs);
            looks.add(seen(row, address, transcript).as(purpose, address, before));
            stopIfInterrupted();
        }
        return new Probe.Ended(
                ordinal, purpose, addresses.first(), seenAs, looks, addresses.others(), keep(transcript));
    }

    private Seen seen(Asset row, String address, Transcript transcript) {
        try {
            var connection = connections.require(String.valueOf(row.connection()));
            var locator = Locator.parse(address);
            return row.kind().equals("s3-documents")
                    ? buckets.at(connection, locator, transcript)
                    : repositories.at(connection, locator, () -> beside(row, connection, locator), transcript);
        } catch (SourceRefused e) {
            return Seen.Unclear.of(e);
        }
    }

    // first those that were agreed to stay; then what was not yet found missing
    private List<Locator> beside(Asset row, Connection connection, Locator locator) {
        return Stream.concat(
                        connections.controls(connection.name()).stream(),
                        probes.repositories(row.exitId(), connection.name()).stream()
                                .map(Locator::parse))
                .filter(locator::besides)
                .distinct()
                .toList();
    }

    private @Nullable Sha256 keep(Transcript transcript) {
        return transcript.isEmpty() ? null : vault.store(transcript.finished()).sha256();
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("the look was stopped");
    }

    /** Records how a look ended; what was not begun leaves no trace. */
    @Transactional
    public void record(String exit, String asset, Probe probe) {
        if (probe instanceof Probe.Ended ended) {
            probes.end(exit, asset, ended);
        }
    }

    /** Records that a look failed by our own fault, so that somebody decides: INDETERMINATE, with the reason. */
    @Transactional
    public void recordFailure(String exit, String asset, Purpose purpose, String why) {
        probes.running(exit, asset)
                .filter(running -> running.purpose() == purpose)
                .ifPresent(running -> {
                    var look = new Look(running.locator(), Result.INDETERMINATE, "ATTEMPTS_EXHAUSTED", why, List.of());
                    probes.end(
                            exit,
                            asset,
                            new Probe.Ended(
                                    running.ordinal(),
                                    purpose,
                                    running.locator(),
                                    "nobody",
                                    List.of(look),
                                    List.of(),
                                    null));
                });
    }

    /** Legal's word that nothing of the asset can be observed by us, and why. */
    @Transactional
    public void notObservable(String exit, String asset, @Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(
                    List.of(new Problem("reason", "expected why nothing of " + asset + " can be observed")));
        }
        probes.notObservable(exit, asset, reason.strip());
    }

    /** Legal's words that nothing of the asset can be observed, the newest first. */
    @Transactional(readOnly = true)
    public List<NotObservable> notObservable(String exit, String asset) {
        return probes.notObservable(exit, asset);
    }

    /** One such word. */
    public record NotObservable(String actor, Instant at, String reason) {}

    /** What stands against a look now; nobody is refused silently by a timer. */
    @Transactional
    public List<Finding> against(String exit, String asset) {
        return probes.against(exit, asset);
    }

    @Transactional(readOnly = true)
    public long count(String exit, String asset) {
        return probes.count(exit, asset);
    }

    /** One page of the looks at an asset, the newest first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<ProbeRow> list(String exit, String asset, int page, int size) {
        return probes.page(exit, asset, page, size);
    }

    /** Every look at an asset, the newest first; killed ones included. */
    @Transactional(readOnly = true)
    public List<ProbeRow> list(String exit, String asset) {
        return probes.list(exit, asset);
    }
}
