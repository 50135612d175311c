package dev.handback.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.handback.assets.Asset;
import dev.handback.retrieval.HeldDocument;
import dev.handback.retrieval.Retrievals;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a bucket as REST has them, page after page; outsiders rely on these names. */
final class DocumentLines {
    private final Retrievals retrievals;
    private final Asset asset;
    private final int attempt;
    private final String bucket;
    private long last;

    DocumentLines(Retrievals retrievals, Asset asset, int attempt) {
        this.retrievals = retrievals;
        this.asset = asset;
        this.attempt = attempt;
        this.bucket = String.valueOf(asset.locator()).replaceFirst("s3://([^/]*).*", "$1");
    }

    /** @param facts metadata, headers, tags, encryption, lock and checksums, as the store told them */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String bucket,
            String key,
            String keyBase64,
            String versionId,
            boolean deleteMarker,
            boolean openUpload,
            boolean latest,
            long size,
            @Nullable String sha256,
            @Nullable String etag,
            @Nullable Instant lastModified,
            @Nullable String storageClass,
            @Nullable String owner,
            String state,
            List<FindingList.Found> findings,
            @Nullable Integer copiedIn,
            @JsonRawValue @Nullable String facts) {}

    /** The next rows; none at the end. */
    List<Line> next(int size) {
        var rows = retrievals.documents(asset.exitId(), asset.asset(), attempt, last, size);
        if (!rows.isEmpty()) {
            last = rows.get(rows.size() - 1).ordinal();
        }
        return rows.stream().map(this::line).toList();
    }

    private Line line(HeldDocument row) {
        return new Line(
                bucket,
                row.name(),
                row.keyBase64(),
                row.versionId(),
                row.what().equals("MARKER"),
                row.what().equals("UPLOAD"),
                row.latest(),
                row.size(),
                row.sha256(),
                row.etag().isEmpty() ? null : row.etag(),
                row.lastModified(),
                row.storageClass(),
                row.owner(),
                row.state(),
                row.code() == null
                        ? List.of()
                        : List.of(new FindingList.Found(row.code(), String.valueOf(row.detail()))),
                row.copiedIn(),
                row.facts());
    }
}
