package dev.handback.retrieval;

import dev.handback.work.Progress;

/** Has archived versions restored at their holder. */
public interface ArchiveStore {

    /**
     * One restore that legal agreed to.
     *
     * @param number the attempt that met the versions
     * @param tier how fast: Bulk or Standard
     * @param days how long the holder keeps the restored copies
     */
    record Order(
            String exit,
            String asset,
            int restore,
            int number,
            String connection,
            String locator,
            String tier,
            int days) {}

    /**
     * Asks for what was not asked for yet, and looks at the rest. Goes on where a killed run stopped and asks for nothing
     * twice that it knows of. Reaches out: call it outside any transaction.
     */
    RestoreSeen look(Order order, Progress progress) throws InterruptedException;

    /** What is known without asking anybody, with one more finding. */
    RestoreSeen known(Order order, RetrievalOutcome.Finding why);
}
