package dev.handback.retrieval;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.sources.SourceRefused;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads a received delivery: an attempt like any other, whose source is files instead of a holder's system. */
@Component
public class DeliveryReading {
    private final DeliveriesTable table;
    private final AttemptsTable attempts;
    private final LfsTable lfs;
    private final AssetRegister register;
    private final Map<String, DeliveredKind> kinds;
    private final ArrivingFiles arriving;
    private final TransactionTemplate transactions;
    private final WorkFolders workFolders;
    private final Clock clock;

    DeliveryReading(
            DeliveriesTable table,
            AttemptsTable attempts,
            LfsTable lfs,
            AssetRegister register,
            List<DeliveredKind> kinds,
            ArrivingFiles arriving,
            TransactionTemplate transactions,
            WorkFolders workFolders,
            Clock clock) {
        this.table = table;
        this.attempts = attempts;
        this.lfs = lfs;
        this.register = register;
        this.kinds = kinds.stream().collect(Collectors.toMap(DeliveredKind::kind, Function.identity()));
        this.arriving = arriving;
        this.transactions = transactions;
        this.workFolders = workFolders;
        this.clock = clock;
    }

    /** How a delivery was read; {@code files} are in the vault, also those of a delivery that was refused. */
    public record Read(int number, int delivery, RetrievalOutcome outcome, List<DeliveredFile> files) {
        public Read {
            files = List.copyOf(files);
        }
    }

    /**
     * Counts an attempt, brings every file of the newest delivery into the vault and proves what its kind can prove. Writes
     * no result: {@link #record} does. Call it outside any transaction.
     */
    public Read read(String exit, String asset, Progress progress) throws InterruptedException {
        var row = register.find(exit, asset);
        var newest = table.newest(exit, asset)
                .orElseThrow(() -> new IllegalStateException("asset " + asset + ": nothing was delivered"));
        int number = begin(row, newest.delivery());
        var files = new ArrayList<>(arriving.uploaded(row, newest));
        var folder = workFolders.fresh(asset);
        try {
            if (newest.fromFolder()) {
                arriving.fromFolder(row, files, progress);
            }
            files.sort(DeliveredFile.ORDER);
            requirePhoto(newest, files);
            var outcome = stated(newest, files, proved(row, number, files, folder, progress));
            workFolders.hold(asset, outcome);
            return new Read(number, newest.delivery(), outcome, files);
        } catch (SourceRefused e) {
            return new Read(number, newest.delivery(), refused(asset, e, files, folder), files);
        } catch (IOException e) {
            throw new UncheckedIOException("delivery " + newest.delivery() + " of asset " + asset, e);
        } finally {
            workFolders.discard(asset, folder);
        }
    }

    /** Records how the reading ended, in the transaction that ends the step. */
    @Transactional
    public void record(String exit, String asset, Read read) {
        attempts.end(exit, asset, read.number(), read.outcome());
        read.outcome().taken().ifPresent(taken -> lfs.add(exit, asset, read.number(), taken.lfs()));
        table.keep(exit, asset, read.number(), read.delivery(), read.files());
    }

    /** Records that we gave up by our own fault; what was uploaded is listed with the attempt all the same. */
    @Transactional
    public void recordFailure(String exit, String asset, String why) {
        var row = register.find(exit, asset);
        var newest = table.newest(exit, asset).orElseThrow();
        int number = attempts.running(exit, asset)
                .orElseGet(() -> table.begin(exit, asset, newest.delivery(), locator(row)));
        var failed = nothing(Outcome.FAILED, "ATTEMPTS_EXHAUSTED", why);
        record(
                exit,
                asset,
                new Read(number, newest.delivery(), failed, table.uploaded(exit, asset, newest.delivery())));
    }

    private int begin(Asset row, int delivery) {
        var number = transactions.execute(status -> table.begin(row.exitId(), row.asset(), delivery, locator(row)));
        return java.util.Objects.requireNonNull(number);
    }

    private static String locator(Asset row) {
        return row.locator() == null ? "delivery:" : row.locator();
    }

    private RetrievalOutcome proved(Asset row, int number, List<DeliveredFile> files, Path folder, Progress progress)
            throws IOException, InterruptedException {
        var kind = kinds.get(row.kind());
        if (kind == null) {
            throw new IllegalStateException("nothing proves assets of kind " + row.kind() + " that came by hand");
        }
        var manifest = FileManifest.write(HeldFile.MANIFEST, files, folder.resolve("files.jsonl"));
        var request = new RetrievalRequest(
                row.exitId(), row.asset(), number, "", locator(row), row.baseline(), row.expected(), folder);
        return kind.prove(request, files, manifest, progress);
    }

    /** A certificate names the photo's digest, and none is signed that names what nobody holds. */
    private static void requirePhoto(DeliveriesTable.Newest newest, List<DeliveredFile> files) {
        var photo = newest.photoSha256();
        if (photo != null
                && files.stream().noneMatch(file -> file.sha256().hex().equals(photo))) {
            throw new SourceRefused(
                    SourceRefused.Reason.GONE,
                    "PHOTO_ABSENT",
                    "the receipt names a photo with SHA-256 " + photo + ", which none of the " + files.size()
                            + " files has: receive it again with the photo beside the files");
        }
    }

    /** The second person must see when the vendor announced something else. */
    private static RetrievalOutcome stated(
            DeliveriesTable.Newest newest, List<DeliveredFile> files, RetrievalOutcome outcome) {
        var stated = newest.statedDigest();
        if (stated == null
                || files.stream().anyMatch(file -> file.sha256().hex().equals(stated))) {
            return outcome;
        }
        var findings = new ArrayList<>(outcome.findings());
        findings.add(new Finding(
                "STATED_DIGEST_ABSENT",
                "the vendor stated SHA-256 " + stated + ", which none of the " + files.size() + " files has"));
        return new RetrievalOutcome(outcome.outcome(), findings, outcome.seenAs(), outcome.seenAt(), outcome.taken());
    }

    /** What arrived before the refusal is held and listed, never called whole. */
    private RetrievalOutcome refused(String asset, SourceRefused why, List<DeliveredFile> files, Path folder) {
        var outcome = nothing(Outcome.of(why.reason()), why.code(), why.detail());
        if (files.isEmpty()) {
            return outcome;
        }
        try {
            files.sort(DeliveredFile.ORDER);
            var listed = FileManifest.write(HeldFile.MANIFEST, files, folder.resolve("refused.jsonl"));
            var taken = new RetrievalOutcome.Taken(
                    listed.sha256(),
                    null,
                    null,
                    0,
                    FileManifest.total(files),
                    List.of(),
                    null,
                    List.of(listed),
                    List.of(),
                    null,
                    (long) files.size());
            var kept = new RetrievalOutcome(
                    outcome.outcome(), outcome.findings(), "", outcome.seenAt(), Optional.of(taken));
            workFolders.hold(asset, kept);
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException("the refused delivery of asset " + asset, e);
        }
    }

    private RetrievalOutcome nothing(Outcome outcome, String code, String detail) {
        return new RetrievalOutcome(outcome, List.of(new Finding(code, detail)), "", clock.instant(), Optional.empty());
    }
}
