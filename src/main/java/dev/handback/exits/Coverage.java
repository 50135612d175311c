package dev.handback.exits;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far the assets of an exit are, counted without those withdrawn.
 *
 * @param registered all of them
 * @param toReturn those that must come home: neither destroyed only nor done by an instrument
 * @param retrieved of these, whose last attempt brought all there is; of a delivery, by the word of a second person
 * @param checked of these, checked by an engineer, and whatever follows that
 * @param certified of these, on a signed return certificate
 * @param excepted of these, which two people agreed not to wait for
 * @param lately of those checked, since {@code since}
 * @param since the first day, at the place of the contract, of the last {@value #WINDOW_DAYS} on which one of these came home; null without any
 * @param last the latest day on which one was first checked, or excepted; null without any
 * @param toDestroy those that the holder must destroy
 * @param destroyed of these, whose destruction is evidenced and accepted
 */
public record Coverage(
        int registered,
        int toReturn,
        int retrieved,
        int checked,
        int certified,
        int excepted,
        int lately,
        @Nullable LocalDate since,
        @Nullable LocalDate last,
        int toDestroy,
        int destroyed) {
    public static final int WINDOW_DAYS = 14;

    /** Not whole in the vault, and expected. */
    public int notRetrieved() {
        return toReturn - retrieved - excepted;
    }

    /** Neither checked nor excepted, and expected. */
    public int notHome() {
        return toReturn - checked - excepted;
    }
}
