package dev.handback.retrieval.s3;

import dev.handback.retrieval.PlacingRequest;
import java.util.List;
import java.util.Map;

/** What an attempt holds, as a bucket is to hold it; read page by page. */
interface WantedRows {
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
            long versions, long markers, long uploads, long notHeld, long several, long unordered, int longestKey) {}

    Totals totals(PlacingRequest request);

    /** Rows after an ordinal, or from the {@link #BEGINNING}, in the order of the keys' bytes; empty at the end. */
    List<Wanted> after(PlacingRequest request, long ordinal, int size);

    /** What the holder's store told about one of them, in the words of the manifest. */
    Map<String, Object> facts(PlacingRequest request, long ordinal);
}
