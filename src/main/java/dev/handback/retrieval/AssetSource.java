package dev.handback.retrieval;

import dev.handback.work.Progress;

/** One way assets are reached; there is one for each kind of asset that is fetched. */
public interface AssetSource {

    /** The kind of asset this source retrieves, as the register names it. */
    String kind();

    /**
     * Takes the asset and proves what was taken: into the request's work folder, or, where it comes as many files, straight
     * into the vault. Changes nothing at the holder's, writes nowhere else, and answers every failure of the holder's
     * system with an outcome.
     *
     * @throws InterruptedException when the thread was interrupted; what the folder then holds is no evidence
     */
    RetrievalOutcome retrieve(RetrievalRequest request, Progress progress) throws InterruptedException;
}
