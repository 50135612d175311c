package dev.handback.retrieval.s3;

import dev.handback.retrieval.Destination;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.work.Progress;
import org.springframework.stereotype.Component;

/** Puts documents into the client's own bucket: every version and delete marker of every key. */
@Component
class DocumentsPlacing implements Destination {
    private final BucketPlacing buckets;
    private final WantedDocumentsTable rows;

    DocumentsPlacing(BucketPlacing buckets, WantedDocumentsTable rows) {
        this.buckets = buckets;
        this.rows = rows;
    }

    @Override
    public String kind() {
        return "s3-documents";
    }

    @Override
    public PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException {
        return buckets.place(rows, request, progress);
    }
}
