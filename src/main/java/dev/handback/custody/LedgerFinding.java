package dev.handback.custody;

import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * One place where ledger, facts and checkpoints contradict each other.
 *
 * @param row the fact's id, or {@code seq n} of an entry, or the name of a checkpoint
 * @param expected what the ledger, or the older checkpoint, says
 * @param actual what was found
 */
public record LedgerFinding(Code code, String table, String row, String column, String expected, String actual) {
    /** Stable names; outsiders rely on them. */
    public enum Code {
        ENTRY_MISSING,
        ENTRY_ALTERED,
        ENTRY_COLUMN_ALTERED,
        HEAD_ALTERED,
        CHECKPOINT_CLASH,
        CHECKPOINT_BEYOND_HEAD,
        CHECKPOINT_SIGNATURE,
        CHECKPOINT_UNREADABLE,
        CHECKPOINT_LOST,
        ROW_ALTERED,
        ROW_MISSING,
        ROW_WITHOUT_ENTRY,
        ROW_TWICE,
        TABLE_UNKNOWN,
        PROTECTION_OFF
    }

    static LedgerFinding of(Code code, String table, String row, String column, Object expected, Object actual) {
        return new LedgerFinding(code, table, row, column, say(expected), say(actual));
    }

    private static String say(Object value) {
        return value instanceof MissingNode ? "nothing" : value.toString();
    }

    @Override
    public String toString() {
        return code + " " + table + " " + row + " " + column + ": expected " + expected + ", found " + actual;
    }
}
