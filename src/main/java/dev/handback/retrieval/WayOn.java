package dev.handback.retrieval;

/** What to do about an attempt that did not come whole; the last two are legal's word on a connection that refused us. */
public enum WayOn {
    RETRY,
    KEEP_EARLIER,
    FREEZE_AND_RETRY,
    RESTORE,
    OTHER_SOURCE,
    CONFIRM_EMPTY,
    EXCEPTION,
    DISPUTE,
    WITHDRAW,
    RESUME,
    ONE_BY_ONE
}
