package dev.handback.retrieval;

import dev.handback.work.Progress;

/** Puts assets of one kind at the client's own destination, and looks there whether they arrived. */
public interface Destination {

    /** The kind of assets, as the register names it. */
    String kind();

    /**
     * Places what is held. Whatever lies there already must be part of the same, or nothing is written; so a second try goes
     * on where the first stopped.
     *
     * @throws InterruptedException when the node stops
     */
    PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException;
}
