package dev.handback.retrieval.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.s3.WantedRows;
import dev.handback.sources.FolderDestination;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One try: compare, write what is missing, and compare once more. Only the last comparison, of a fresh listing and of every
 * byte that it shows, calls it placed.
 */
final class FolderTry {
    private final Supplier<FolderDestination> destination;
    private final Vault vault;
    private final WantedRows rows;
    private final PlacingRequest request;
    private final Progress progress;
    private final KeyPaths paths = new KeyPaths();

    /** @param destination opened anew for each look */
    FolderTry(
            Supplier<FolderDestination> destination,
            Vault vault,
            WantedRows rows,
            PlacingRequest request,
            Progress progress) {
        this.destination = destination;
        this.vault = vault;
        this.rows = rows;
        this.request = request;
        this.progress = progress;
    }

    PlacingOutcome run(String seenAs) throws IOException {
        var totals = rows.totals(request);
        totals.requireHeld();
        var folder = destination.get();
        var index = FolderIndex.write(rows, request, paths);
        totals.requireAll(index.rows());
        var before = comparison(folder, index, "looking at the destination", null);
        before.run();
        if (before.strange.count() > 0)
            return PlacingOutcome.failed(
                    seenAs,
                    List.of(before.strange.finding(
                            "DESTINATION_NOT_EMPTY", "files at the destination are not what would be placed")));
        if (before.missing.count() > 0)
            new FolderWriting(folder, index, paths, vault, told(index, "placing")).run(before.missingBytes());
        return seen(index, new ArrayList<>(totals.notes()), seenAs);
    }

    private PlacingOutcome seen(FolderIndex index, List<Finding> findings, String seenAs) throws IOException {
        Path listing = request.workFolder().resolve("listing.jsonl");
        FolderComparison after;
        try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(listing))) {
            lines.write(summary(index));
            after = comparison(destination.get(), index, "reading the destination again", lines);
            after.run();
        }
        if (after.strange.count() > 0)
            findings.add(
                    after.strange.finding("DESTINATION_DIFFERS", "files at the destination are not what was placed"));
        if (after.missing.count() > 0)
            findings.add(
                    after.missing.finding("DESTINATION_LACKS", "files are not in the destination's fresh listing"));
        if (after.strange.count() + after.missing.count() > 0) return PlacingOutcome.failed(seenAs, findings);
        if (after.undated.count() > 0)
            findings.add(after.undated.finding(
                    "DESTINATION_TIMES_DIFFER", "files have another time of modification at the destination"));
        return new PlacingOutcome(listing, index.rows(), seenAs, findings);
    }

    private byte[] summary(FolderIndex index) throws IOException {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("listing", "handback-placed/1");
        summary.put("destination", request.destination());
        summary.put("files", index.files());
        return (JsonMapper.builder().build().writeValueAsString(summary) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private FolderComparison comparison(
            FolderDestination folder, FolderIndex index, String phase, @Nullable OutputStream lines) {
        return new FolderComparison(folder, index, paths, told(index, phase), lines);
    }

    private FolderComparison.Told told(FolderIndex index, String phase) {
        return (bytes, files) -> progress.report(bytes, files, index.files(), phase);
    }
}
