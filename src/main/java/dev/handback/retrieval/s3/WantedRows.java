package dev.handback.retrieval.s3;

import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an attempt holds, as the client's own place is to hold it; read page by page. */
public interface WantedRows {
    /** Before every ordinal: some lists count from 0. */
    long BEGINNING = -1;

    /**
     * @param uploads that were begun and never completed: nobody can read them
     * @param notHeld versions whose bytes the vault does not hold
     * @param several keys with more than one version, or with a delete marker
     * @param unordered keys with versions of which the holder's listing does not say which came first
     * @param longestKey in bytes
     */
    record Totals(
            long versions, long markers, long uploads, long notHeld, long several, long unordered, int longestKey) {

        public long all() {
            return versions + markers;
        }

        /** @throws SourceRefused when there is nothing, or not all of it is held */
        public void requireHeld() {
            if (all() == 0)
                throw new SourceRefused(
                        Reason.UNSUPPORTED, "NOTHING_TO_PLACE", "no version and no delete marker of it is held");
            if (notHeld > 0)
                throw new SourceRefused(
                        Reason.UNSUPPORTED,
                        "HOLDING_BROKEN",
                        notHeld + " of its versions are not held; nothing is placed");
        }

        /**
         * Counted by another question than the one that read them: a row that was overlooked is neither there nor missing.
         *
         * @throws SourceRefused when these are not all
         */
        public void requireAll(long compared) {
            if (compared != all())
                throw new SourceRefused(
                        Reason.OURS,
                        "HOLDING_BROKEN",
                        "expected " + all() + " rows of it to be compared, actual " + compared);
        }

        /** What nobody can place as it was. */
        public List<Finding> notes() {
            var notes = new ArrayList<Finding>();
            if (unordered > 0)
                notes.add(new Finding(
                        "VERSION_ORDER_UNKNOWN",
                        unordered
                                + " keys have versions of one and the same date, of which only the latest is known;"
                                + " the others were placed in the order of their ids"));
            if (uploads > 0)
                notes.add(new Finding(
                        "OPEN_UPLOADS",
                        uploads + " uploads that were never completed are not placed: nobody can read them"));
            return notes;
        }
    }

    Totals totals(PlacingRequest request);

    /** Rows after an ordinal, or from the {@link #BEGINNING}, in the order of the keys' bytes; empty at the end. */
    List<Wanted> after(PlacingRequest request, long ordinal, int size);

    /** What the holder's store told about one of them, in the words of the manifest. */
    Map<String, Object> facts(PlacingRequest request, long ordinal);
}
