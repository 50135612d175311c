package dev.handback.exits;

/** A point that only evidence opens; what each demands is written once, in SQL ({@code handback.gate_findings}). */
public enum Gate {
    RETRIEVE,
    CHECK,
    EXCEPTION,
    SIGN_CUSTODY_RECORD,
    SIGN_RETURN,
    CLEAR,
    ORDER,
    ACCEPT,
    SIGN_DESTRUCTION,
    DRILL_REPORT,
    CLOSE,
    ERASE
}
