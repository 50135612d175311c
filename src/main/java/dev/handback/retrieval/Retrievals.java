package dev.handback.retrieval;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Authorities;
import dev.handback.exits.Gate;
import dev.handback.exits.GateRefused;
import dev.handback.exits.Gates;
import dev.handback.exits.Stays;
import dev.handback.work.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes assets into the vault, attempt by attempt, and keeps what each found. */
@Component
public class Retrievals {
    private final AttemptsTable attempts;
    private final LfsTable lfs;
    private final DocumentsTable documents;
    private final AssetRegister register;
    private final Authorities authorities;
    private final Gates gates;
    private final Stays stays;
    private final Map<String, AssetSource> sources;
    private final TransactionTemplate transactions;
    private final WorkFolders workFolders;
    private final Clock clock;

    Retrievals(
            AttemptsTable attempts,
            LfsTable lfs,
            DocumentsTable documents,
            AssetRegister register,
            Authorities authorities,
            Gates gates,
            Stays stays,
            List<AssetSource> sources,
            TransactionTemplate transactions,
            WorkFolders workFolders,
            Clock clock) {
        this.attempts = attempts;
        this.lfs = lfs;
        this.documents = documents;
        this.register = register;
        this.authorities = authorities;
        this.gates = gates;
        this.stays = stays;
        this.sources = sources.stream().collect(Collectors.toMap(AssetSource::kind, Function.identity()));
        this.transactions = transactions;
        this.clock = clock;
        this.workFolders = workFolders;
    }

    /**
     * Runs one attempt to its end: counts it, fetches and proves, puts every file into the vault. Writes no result:
     * {@link #record} does, in the transaction that ends the step. Call it outside any transaction.
     *
     * <p>Stops at the next safe point once a stay is declared or the exit is cancelled.
     *
     * @throws InterruptedException when the node stops; the attempt then stays listed without an end
     */
    public Retrieval retrieve(String exit, String asset, Progress progress) throws InterruptedException {
        var row = register.find(exit, asset);
        int number;
        try {
            number = begin(row);
        } catch (GateRefused shut) {
            return new Retrieval.NotBegun(shut.findings());
        }
        var folder = workFolders.fresh(asset);
        try {
            var outcome = source(row.kind())
                    .retrieve(
                            new RetrievalRequest(
                                    exit,
                                    asset,
                                    number,
                                    String.valueOf(row.connection()),
                                    String.valueOf(row.locator()),
                                    row.baseline(),
                                    row.expected(),
                                    folder),
                            new WatchfulProgress(progress, () -> stays.pauses(exit)));
            workFolders.hold(asset, outcome);
            return new Retrieval.Ended(number, outcome);
        } catch (WatchfulProgress.Paused paused) {
            return new Retrieval.Stopped(number, paused.findings());
        } finally {
            workFolders.discard(asset, folder);
        }
    }

    private int begin(Asset row) {
        var number = transactions.execute(status -> attempts.begin(
                row.exitId(), row.asset(), String.valueOf(row.connection()), String.valueOf(row.locator())));
        return java.util.Objects.requireNonNull(number);
    }

    /** Records how an attempt ended; a refusal by the holder stops the whole connection in the same transaction. */
    @Transactional
    public void record(String exit, String asset, Retrieval retrieval) {
        if (retrieval instanceof Retrieval.Ended ended) {
            attempts.end(exit, asset, ended.number(), ended.outcome());
            ended.outcome().taken().ifPresent(taken -> lfs.add(exit, asset, ended.number(), taken.lfs()));
            if (ended.outcome().taken().map(RetrievalOutcome.Taken::documents).isPresent()) {
                documents.keep(exit, asset, ended.number());
            }
            if (ended.outcome().outcome() == Outcome.FORBIDDEN) {
                var cause = ended.outcome().findings().stream()
                        .map(RetrievalOutcome.Finding::detail)
                        .findFirst()
                        .orElse("refused");
                authorities.stop(exit, String.valueOf(register.find(exit, asset).connection()), asset, cause);
            }
        }
    }

    /**
     * Records that we gave up on an asset by our own fault: the attempt that runs ends as FAILED. Where it never came to
     * an attempt one is counted now, or there would be nothing to decide on and the asset would be filed for ever; not
     * while the gate is shut, for then the asset waits for its gate.
     */
    @Transactional
    public void recordFailure(String exit, String asset, String why) {
        attempts.running(exit, asset).ifPresentOrElse(number -> fail(exit, asset, number, why), () -> {
            if (gates.findings(exit, Gate.RETRIEVE, asset).isEmpty()) {
                fail(exit, asset, begin(register.find(exit, asset)), "nothing was fetched: " + why);
            }
        });
    }

    private void fail(String exit, String asset, int number, String why) {
        var finding = new RetrievalOutcome.Finding("ATTEMPTS_EXHAUSTED", why);
        var outcome = new RetrievalOutcome(Outcome.FAILED, List.of(finding), "", clock.instant(), Optional.empty());
        attempts.end(exit, asset, number, outcome);
    }

    /** Every attempt of an asset, the latest first; killed ones included. */
    @Transactional(readOnly = true)
    public List<Attempt> attempts(String exit, String asset) {
        return attempts.list(exit, asset);
    }

    /** One page of the refs of an attempt, in the order of their names' bytes; pages count from 0. */
    @Transactional(readOnly = true)
    public List<HeldRef> refs(String exit, String asset, int number, int page, int size) {
        return attempts.refs(exit, asset, number, page, size);
    }

    /** Up to {@code size} Git LFS objects of an attempt after this oid, in the order of the oids; "" begins. */
    @Transactional(readOnly = true)
    public List<RetrievalOutcome.HeldLfs> lfs(String exit, String asset, int number, String oid, int size) {
        return lfs.after(exit, asset, number, oid, size);
    }

    /** The objects of an attempt that come after {@code ordinal}, in the order of the manifest; ordinals count from 1. */
    @Transactional(readOnly = true)
    public List<HeldDocument> documents(String exit, String asset, int number, long ordinal, int size) {
        return documents.after(exit, asset, number, ordinal, size);
    }

    private AssetSource source(String kind) {
        return Optional.ofNullable(sources.get(kind))
                .orElseThrow(() -> new IllegalStateException("no source retrieves assets of kind " + kind));
    }
}
