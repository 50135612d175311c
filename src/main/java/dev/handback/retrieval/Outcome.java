package dev.handback.retrieval;

import dev.handback.sources.SourceRefused;

/** How an attempt ended. */
public enum Outcome {
    /** Whole and proved. */
    VERIFIED,
    /** Came by hand; counts as VERIFIED once a second person confirmed it. */
    RECEIVED,
    /** Kept, but never called whole. */
    PARTIAL,
    /** Changed while it was taken, in every round. */
    MOVING,
    /** There, with nothing in it. */
    EMPTY,
    /** The holder's system refused our credential, or whoever answers cannot show that it is the holder's system. */
    FORBIDDEN,
    /** The holder's system did not answer, or went away. */
    UNREACHABLE,
    /** Absent, or hidden from this credential. */
    GONE,
    /** We refuse: limits or policy. */
    HOSTILE,
    /** We cannot take this kind of thing. */
    UNSUPPORTED,
    /** What arrived is broken. */
    CORRUPT,
    /** Our own fault. */
    FAILED;

    /** How an attempt ends that was refused for this reason. */
    public static Outcome of(SourceRefused.Reason reason) {
        return switch (reason) {
            case POLICY -> HOSTILE;
            case UNSUPPORTED -> UNSUPPORTED;
            case FORBIDDEN -> FORBIDDEN;
            case GONE -> GONE;
            case UNREACHABLE -> UNREACHABLE;
            case BROKEN -> CORRUPT;
            case OURS -> FAILED;
        };
    }
}
