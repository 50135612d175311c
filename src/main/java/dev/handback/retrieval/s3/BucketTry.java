package dev.handback.retrieval.s3;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.s3.WantedRows.Totals;
import dev.handback.sources.Connection;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.NewObject;
import dev.handback.sources.S3Destination;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.sources.StoreLimits;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try: compare, write what is missing, and compare once more over a new connection. Only the last comparison, of a fresh
 * listing and of every byte that it shows, calls it placed.
 */
final class BucketTry {
    private static final int LONGEST_KEY = 1024;

    private final Connection connection;
    private final Locator locator;
    private final EgressPolicy policy;
    private final Vault vault;
    private final S3Limits limits;
    private final S3PlacingLimits placing;
    private final WantedRows rows;
    private final PlacingRequest request;
    private final Progress progress;
    private final Totals totals;
    private final long all;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> notTaken = new ArrayList<>();

    BucketTry(
            Connection connection,
            Locator locator,
            EgressPolicy policy,
            Vault vault,
            S3Limits limits,
            S3PlacingLimits placing,
            WantedRows rows,
            PlacingRequest request,
            Progress progress) {
        this.connection = connection;
        this.locator = locator;
        this.policy = policy;
        this.vault = vault;
        this.limits = limits;
        this.placing = placing;
        this.rows = rows;
        this.request = request;
        this.progress = progress;
        this.totals = rows.totals(request);
        this.all = totals.all();
    }

    PlacingOutcome run(String seenAs) throws IOException, InterruptedException {
        requireSomething();
        try (var destination = open()) {
            boolean keepsVersions = requireVersions(destination);
            var before = comparison(destination, "looking at the destination", null);
            before.run(both(destination));
            if (before.strange.count() > 0)
                return PlacingOutcome.failed(
                        seenAs,
                        List.of(before.strange.finding(
                                "DESTINATION_NOT_EMPTY", "keys at the destination are not what would be placed")));
            totals.requireAll(before.found() + before.missing.count());
            if (before.missing.count() + before.untagged.count() > 0) write(destination, keepsVersions);
        }
        return seen(seenAs);
    }

    private void requireSomething() {
        totals.requireHeld();
        if (!locator.prefix().isEmpty() && !locator.prefix().endsWith("/"))
            throw refused(
                    "KEY_NOT_PLACED",
                    "destination " + locator
                            + ": expected a prefix that ends in /, else its name and the keys run into each other");
        int longest = totals.longestKey() + locator.prefix().getBytes(StandardCharsets.UTF_8).length;
        if (longest > LONGEST_KEY)
            throw refused(
                    "KEY_NOT_PLACED",
                    "with the prefix of the destination its longest key has " + longest + " bytes, a bucket takes "
                            + LONGEST_KEY + "; name a shorter prefix");
        findings.addAll(totals.notes());
    }

    /** Without versions the second one would replace the first. */
    private boolean requireVersions(S3Destination destination) {
        String versioning = destination.versioning();
        boolean keeps = versioning.equals("Enabled");
        if (!keeps && totals.several() > 0)
            throw refused(
                    "DESTINATION_UNVERSIONED",
                    totals.several()
                            + " keys have several versions or a delete marker; expected the versioning of bucket "
                            + destination.bucket() + " to be Enabled, actual: " + versioning
                            + ". Switch it on and have it placed again");
        return keeps;
    }

    private void write(S3Destination destination, boolean keepsVersions) throws InterruptedException {
        var writing = new BucketWriting(
                destination,
                wanted -> object(destination, wanted),
                vault,
                placing.parallel(),
                keepsVersions,
                (bytes, done) -> progress.report(bytes, done, all, "placing"));
        writing.run(both(destination));
        if (writing.refused.count() > 0)
            notTaken.add(writing.refused.finding("OBJECTS_NOT_TAKEN", "keys were not taken by the destination"));
    }

    /** A new connection, so that nothing of the old conversation can answer. */
    private PlacingOutcome seen(String seenAs) throws IOException, InterruptedException {
        Path listing = request.workFolder().resolve("listing.jsonl");
        BucketComparison after;
        boolean leftOver;
        try (var destination = open();
                OutputStream lines = new BufferedOutputStream(Files.newOutputStream(listing))) {
            lines.write(summary(destination.versioning()));
            after = comparison(destination, "reading the destination again", lines);
            after.run(both(destination));
            leftOver = destination.hasOpenUploads();
        }
        if (after.strange.count() > 0)
            findings.add(
                    after.strange.finding("DESTINATION_DIFFERS", "keys at the destination are not what was placed"));
        if (after.missing.count() > 0)
            findings.add(after.missing.finding(
                    "DESTINATION_LACKS", "versions or delete markers are not in the destination's fresh listing"));
        boolean placed = after.strange.count() + after.missing.count() == 0;
        if (placed) totals.requireAll(after.found() + after.missing.count());
        if (placed) notes(after, leftOver);
        else findings.addAll(0, notTaken); // an answer that was lost is no refusal once all is there
        return placed ? new PlacingOutcome(listing, all, seenAs, findings) : PlacingOutcome.failed(seenAs, findings);
    }

    private void notes(BucketComparison after, boolean leftOver) {
        if (after.lessened.count() > 0)
            findings.add(after.lessened.finding(
                    "DESTINATION_HEADERS_DIFFER", "versions are served with other headers by the destination"));
        if (after.untagged.count() > 0)
            findings.add(after.untagged.finding(
                    "DESTINATION_TAGS_DIFFER",
                    "versions have other tags at the destination, or it does not tell them"));
        if (leftOver)
            findings.add(new Finding(
                    "DESTINATION_OPEN_UPLOADS",
                    "uploads below the destination were begun and not completed, such as by a try that was killed;"
                            + " they are no objects, but are paid for: end them at your store"));
    }

    private byte[] summary(String versioning) throws IOException {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("listing", "handback-placed/1");
        summary.put("destination", locator.toString());
        summary.put("versioning", versioning);
        summary.put("versions", totals.versions());
        summary.put("markers", totals.markers());
        return (JsonMapper.builder().build().writeValueAsString(summary) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private S3Destination open() {
        var store = new StoreLimits(limits.connect(), limits.stall(), placing.parallel());
        return S3Destination.open(
                connection, locator, policy, store, placing.part().toBytes());
    }

    private SideBySide both(S3Destination destination) {
        return new SideBySide(rows, request, destination, limits.maxObjects());
    }

    private BucketComparison comparison(S3Destination destination, String phase, @Nullable OutputStream lines) {
        return new BucketComparison(
                destination,
                wanted -> object(destination, wanted),
                placing.parallel(),
                (bytes, done) -> progress.report(bytes, done, all, phase),
                lines);
    }

    private NewObject object(S3Destination destination, Wanted wanted) {
        var sha256 = Sha256.parse(Objects.requireNonNull(wanted.sha256(), "no version without bytes"));
        return new NewObject(
                destination.prefix() + wanted.name(), wanted.size(), sha256, rows.facts(request, wanted.ordinal()));
    }

    private static SourceRefused refused(String code, String detail) {
        return new SourceRefused(Reason.UNSUPPORTED, code, detail);
    }
}
