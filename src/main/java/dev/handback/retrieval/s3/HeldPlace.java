package dev.handback.retrieval.s3;

import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.sources.Connection;
import dev.handback.work.Progress;

/** Where the client may have documents and files placed; promises what {@link dev.handback.retrieval.Destination} does. */
public interface HeldPlace {

    /** The kind of connection that leads there. */
    Connection.Kind kind();

    PlacingOutcome place(WantedRows rows, PlacingRequest request, Progress progress) throws InterruptedException;
}
