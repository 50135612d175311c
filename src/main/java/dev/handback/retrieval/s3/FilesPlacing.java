package dev.handback.retrieval.s3;

import dev.handback.retrieval.Destination;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.work.Progress;
import org.springframework.stereotype.Component;

/** Puts files that came by hand into the client's own bucket, under the names that they came with. */
@Component
class FilesPlacing implements Destination {
    private final BucketPlacing buckets;
    private final WantedFilesTable rows;

    FilesPlacing(BucketPlacing buckets, WantedFilesTable rows) {
        this.buckets = buckets;
        this.rows = rows;
    }

    @Override
    public String kind() {
        return "manual";
    }

    @Override
    public PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException {
        return buckets.place(rows, request, progress);
    }
}
