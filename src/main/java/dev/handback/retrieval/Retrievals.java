package dev.handback.retrieval;

import dev.handback.Sha256;
import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Authorities;
import dev.handback.exits.GateRefused;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Takes assets into the vault, attempt by attempt, and keeps what each found. */
@Component
public class Retrievals {
    private final AttemptsTable attempts;
    private final DocumentsTable documents;
    private final AssetRegister register;
    private final Authorities authorities;
    private final Map<String, AssetSource> sources;
    private final Vault vault;
    private final TransactionTemplate transactions;
    private final Path workFolder;
    private final Clock clock;

    Retrievals(
            AttemptsTable attempts,
            DocumentsTable documents,
            AssetRegister register,
            Authorities authorities,
            List<AssetSource> sources,
            Vault vault,
            TransactionTemplate transactions,
            @Value("${handback.data-dir}") Path dataDir,
            Clock clock) {
        this.attempts = attempts;
        this.documents = documents;
        this.register = register;
        this.authorities = authorities;
        this.sources = sources.stream().collect(Collectors.toMap(AssetSource::kind, Function.identity()));
        this.vault = vault;
        this.transactions = transactions;
        this.workFolder = dataDir.resolve("retrieving");
        this.clock = clock;
    }

    /**
     * Runs one attempt to its end: counts it, fetches and proves, puts every file into the vault. Writes no result:
     * {@link #record} does, in the transaction that ends the step. Call it outside any transaction.
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
        var folder = freshFolder(exit, asset, number);
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
                            progress);
            hold(asset, outcome);
            return new Retrieval.Ended(number, outcome);
        } finally {
            delete(folder);
        }
    }

    private int begin(Asset row) {
        var number = transactions.execute(status -> attempts.begin(
                row.exitId(), row.asset(), String.valueOf(row.connection()), String.valueOf(row.locator())));
        return java.util.Objects.requireNonNull(number);
    }

    /** The vault reads every byte again while storing; what it stored must be what the source proved. */
    private void hold(String asset, RetrievalOutcome outcome) {
        for (var file : outcome.taken().map(RetrievalOutcome.Taken::files).orElse(List.of())) {
            var stored = vault.store(file.path());
            if (!stored.sha256().equals(file.sha256())) {
                throw new IllegalStateException("asset " + asset + ", " + file.name() + ": expected SHA-256 "
                        + file.sha256().hex() + ", stored " + stored.sha256().hex());
            }
        }
    }

    /** Records how an attempt ended; a refusal by the holder stops the whole connection in the same transaction. */
    @Transactional
    public void record(String exit, String asset, Retrieval retrieval) {
        if (retrieval instanceof Retrieval.Ended ended) {
            attempts.end(exit, asset, ended.number(), ended.outcome());
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

    /** Records that we gave up on an asset by our own fault; the attempt that runs, if any, ends as FAILED. */
    @Transactional
    public void recordFailure(String exit, String asset, String why) {
        var finding = new RetrievalOutcome.Finding("ATTEMPTS_EXHAUSTED", why);
        var outcome = new RetrievalOutcome(Outcome.FAILED, List.of(finding), "", clock.instant(), Optional.empty());
        attempts.running(exit, asset).ifPresent(number -> attempts.end(exit, asset, number, outcome));
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

    /** The objects of an attempt that come after {@code ordinal}, in the order of the manifest; ordinals count from 1. */
    @Transactional(readOnly = true)
    public List<HeldDocument> documents(String exit, String asset, int number, long ordinal, int size) {
        return documents.after(exit, asset, number, ordinal, size);
    }

    private AssetSource source(String kind) {
        return Optional.ofNullable(sources.get(kind))
                .orElseThrow(() -> new IllegalStateException("no source retrieves assets of kind " + kind));
    }

    private Path freshFolder(String exit, String asset, int number) {
        try {
            var folders = Files.createDirectories(workFolder
                    .resolve(exit)
                    .resolve(Sha256.of(asset.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .hex()
                            .substring(0, 16)));
            delete(folders); // what a killed attempt left
            return Files.createDirectories(folders.resolve(String.valueOf(number)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a work folder for asset " + asset, e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
