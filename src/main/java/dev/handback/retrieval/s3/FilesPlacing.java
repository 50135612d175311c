package dev.handback.retrieval.s3;

import dev.handback.retrieval.Destination;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.work.Progress;
import org.springframework.stereotype.Component;

/** Puts files that came by hand into the client's own bucket or folder, under the names that they came with. */
@Component
class FilesPlacing implements Destination {
    private final HeldPlacing places;
    private final WantedFilesTable rows;

    FilesPlacing(HeldPlacing places, WantedFilesTable rows) {
        this.places = places;
        this.rows = rows;
    }

    @Override
    public String kind() {
        return "manual";
    }

    @Override
    public PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException {
        return places.place(rows, request, progress);
    }
}
