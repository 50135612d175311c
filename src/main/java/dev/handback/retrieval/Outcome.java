package dev.handback.retrieval;

/** How an attempt ended. */
public enum Outcome {
    /** Whole and proved. */
    VERIFIED,
    /** Kept, but never called whole. */
    PARTIAL,
    /** Changed while it was taken, in every round. */
    MOVING,
    /** There, with nothing in it. */
    EMPTY,
    /** The holder's system refused our credential. */
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
    FAILED
}
