package dev.handback.retrieval.s3;

import dev.handback.retrieval.Destination;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.work.Progress;
import org.springframework.stereotype.Component;

/** Puts documents into the client's own bucket or folder: every version and delete marker of every key. */
@Component
class DocumentsPlacing implements Destination {
    private final HeldPlacing places;
    private final WantedDocumentsTable rows;

    DocumentsPlacing(HeldPlacing places, WantedDocumentsTable rows) {
        this.places = places;
        this.rows = rows;
    }

    @Override
    public String kind() {
        return "s3-documents";
    }

    @Override
    public PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException {
        return places.place(rows, request, progress);
    }
}
