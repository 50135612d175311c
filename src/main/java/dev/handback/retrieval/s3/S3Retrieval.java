package dev.handback.retrieval.s3;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.DocumentSplit;
import dev.handback.retrieval.RetrievalOutcome.Documents;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.retrieval.s3.Inventory.Difference;
import dev.handback.retrieval.s3.Inventory.Listing;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.retrieval.s3.Inventory.Totals;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Remote;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: list, copy, list again. Only what a whole second listing finds unchanged is called whole; what was taken and
 * went away meanwhile is kept.
 */
final class S3Retrieval {

    private static final int EXAMPLES = 5;

    private final S3Remote remote;
    private final Locator locator;
    private final RetrievalRequest request;
    private final S3Limits limits;
    private final InventoryTable inventory;
    private final BaselineTable baselines;
    private final RestoreTable restores;
    private final Vault vault;
    private final Progress progress;
    private final Clock clock;
    private final Run run;
    private final Instant end;
    private final BucketListing listings;
    private final List<Finding> findings = new ArrayList<>();
    /** The last pass that came to its end; all that is said at the end is said of what it listed. */
    private int pass;

    private boolean moving;

    S3Retrieval(
            S3Remote remote,
            Locator locator,
            RetrievalRequest request,
            S3Limits limits,
            InventoryTable inventory,
            BaselineTable baselines,
            RestoreTable restores,
            Vault vault,
            Progress progress,
            Clock clock) {
        this.remote = remote;
        this.locator = locator;
        this.request = request;
        this.limits = limits;
        this.inventory = inventory;
        this.baselines = baselines;
        this.restores = restores;
        this.vault = vault;
        this.progress = progress;
        this.clock = clock;
        this.run = new Run(request.exit(), request.asset(), request.attempt());
        this.end = clock.instant().plus(limits.wallTime());
        this.listings = new BucketListing(remote, inventory, limits, run, rows -> report(0, rows, null, "listing"));
    }

    RetrievalOutcome run(String seenAs) throws IOException, InterruptedException {
        var listing = inventory.begin(run);
        pass = listing.complete();
        BucketWords words = null;
        Outcome outcome;
        try {
            listed(listing);
            words = new BucketWords(remote.facts());
            inventory.reuse(run);
            rounds(words);
            outcome = moving ? Outcome.MOVING : null;
        } catch (SourceRefused e) {
            if (Thread.interrupted()) throw new InterruptedException("retrieval was stopped");
            if (pass == 0 || inventory.totals(run, pass).heldBytes() == 0) throw e;
            // what came is kept; why no more came is the outcome
            findings.add(new Finding(e.code(), e.detail()));
            outcome = S3DocumentsSource.outcome(e.reason());
        }
        return ended(outcome, words, seenAs);
    }

    /** Copies what the last pass listed, and lists anew, until a pass finds nothing new and nothing gone. */
    private void rounds(BucketWords words) throws InterruptedException {
        while (true) {
            Difference difference = pass == 1 ? null : inventory.difference(run, pass);
            moving = difference != null && !difference.none();
            if (moving) findings.add(moved(java.util.Objects.requireNonNull(difference)));
            withinLimits();
            copies(words).copy(pass);
            if (difference != null && (!moving || pass > limits.rounds())) return;
            listed(inventory.nextPass(run));
        }
    }

    private void listed(Listing from) {
        listings.toItsEnd(from);
        pass = from.pass();
    }

    private ObjectCopies copies(BucketWords words) {
        long total = inventory.totals(run, pass).versions();
        return new ObjectCopies(
                remote,
                vault,
                inventory,
                limits,
                run,
                words,
                (bytes, objects) -> report(bytes, objects, total, "copying"));
    }

    private void withinLimits() {
        var totals = inventory.totals(run, pass);
        if (totals.bytes() > limits.maxBytes().toBytes())
            throw new SourceRefused(
                    Reason.POLICY,
                    "TOO_MANY_BYTES",
                    locator + " lists " + totals.bytes() + " bytes, allowed are "
                            + limits.maxBytes().toBytes()
                            + "; raise handback.retrieval.s3.max-bytes or register its prefixes one by one");
        inventory.larger(run, pass, limits.maxObject().toBytes()).ifPresent(key -> {
            throw new SourceRefused(
                    Reason.POLICY,
                    "OBJECT_TOO_LARGE",
                    locator + " lists " + Printable.of(key) + " with more than "
                            + limits.maxObject().toBytes() + " bytes; raise handback.retrieval.s3.max-object");
        });
        vault.requireRoom(totals.bytes() - totals.heldBytes());
    }

    private void report(long bytes, long objects, @Nullable Long total, String phase) {
        if (clock.instant().isAfter(end))
            throw new SourceRefused(
                    Reason.POLICY,
                    "TIME_LIMIT",
                    locator + " took longer than the wall time of " + limits.wallTime()
                            + "; raise handback.retrieval.s3.wall-time or register its prefixes one by one");
        progress.report(bytes, objects, total, phase);
    }

    private Finding moved(Difference difference) {
        var keys = inventory.different(run, pass, EXAMPLES).stream()
                .map(Printable::of)
                .toList();
        return new Finding(
                "MOVED_MEANWHILE",
                "listing " + pass + " found " + difference.added() + " rows new or changed and " + difference.vanished()
                        + " gone since listing " + (pass - 1) + ", for example " + keys
                        + "; ask the holder to freeze the bucket");
    }

    private RetrievalOutcome ended(@Nullable Outcome known, @Nullable BucketWords words, String seenAs)
            throws IOException {
        var totals = inventory.totals(run, pass);
        inventory.faults(run, pass).forEach(f -> findings.add(new Finding(f.code(), f.words())));
        restores.lapsed(run, pass, clock.instant()).ifPresent(findings::add);
        notes(totals);
        boolean enough = new ExpectedDocuments(request.expected()).compare(totals, findings::add);
        boolean whole = known == null && totals.notHeld() == 0 && totals.faults() == 0;
        Outcome outcome = known != null
                ? known
                : totals.versions() == 0 ? Outcome.EMPTY : whole && enough ? Outcome.VERIFIED : Outcome.PARTIAL;
        var split = baselines.split(run, pass, request.baseline(), vault, findings::add);
        var taken = taken(totals, whole, split, words);
        return new RetrievalOutcome(outcome, findings, seenAs, clock.instant(), Optional.of(taken));
    }

    private void notes(Totals totals) {
        var unknown = listings.uploadsUnknown();
        if (unknown != null)
            findings.add(new Finding(
                    "UPLOADS_UNKNOWN",
                    "whether uploads were begun and not completed is not known: " + unknown.detail()));
        if (totals.uploads() > 0)
            findings.add(
                    new Finding(
                            "OPEN_UPLOADS",
                            totals.uploads()
                                    + " uploads were begun and never completed; nobody can read them, the manifest lists them"));
        if (totals.versions() == 0)
            findings.add(new Finding(
                    totals.markers() > 0 ? "ONLY_MARKERS" : "NO_OBJECTS",
                    totals.markers() > 0
                            ? "no version is left, only " + totals.markers() + " delete markers"
                            : locator + " is there and lists nothing to this credential"));
    }

    private Taken taken(Totals totals, boolean whole, @Nullable DocumentSplit split, @Nullable BucketWords words)
            throws IOException {
        Path folder = request.workFolder();
        HeldFile manifest = new DocumentManifest(inventory, run, locator)
                .write(pass, totals, whole, folder.resolve("manifest.jsonl"));
        var files = new ArrayList<>(List.of(manifest));
        if (words != null) files.add(settings(words, folder.resolve("bucket.json")));
        return new Taken(
                manifest.sha256(),
                null,
                null,
                totals.objects(),
                totals.heldBytes(),
                List.of(),
                null,
                files,
                List.of(),
                new Documents(totals.versions(), totals.markers(), totals.uploads(), split),
                null);
    }

    /** The bucket's own settings stand beside the manifest: they are no content, and change without it. */
    private static HeldFile settings(BucketWords words, Path file) throws IOException {
        byte[] json = JsonMapper.builder().build().writeValueAsBytes(words.facts());
        Files.write(file, json);
        return new HeldFile("bucket", file, Sha256.of(json), json.length);
    }
}
