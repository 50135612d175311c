package dev.handback.retrieval;

import dev.handback.work.Progress;
import java.io.IOException;
import java.util.List;

/** How one kind of asset is proved when it came by hand. */
public interface DeliveredKind {

    /** The kind of asset, as the register names it. */
    String kind();

    /**
     * Proves what was delivered; every file is in the vault already, and {@code request.workFolder()} is for whatever else
     * shall be held. Nothing that was delivered is executed or followed.
     *
     * @param manifest the canonical list of the files
     * @return RECEIVED when it is whole as far as a machine can tell
     */
    RetrievalOutcome prove(
            RetrievalRequest request, List<DeliveredFile> files, RetrievalOutcome.HeldFile manifest, Progress progress)
            throws IOException, InterruptedException;
}
