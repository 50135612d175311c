package dev.handback.process;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a return from falling asleep while it is being woken. Who asks a gate and then waits, and who opens the gate and
 * then wakes those who wait, would else not see each other's uncommitted half, and the return would wait for ever.
 */
@Component
class WaitTable {
    private final JdbcClient db;

    WaitTable(JdbcClient db) {
        this.db = db;
    }

    /** Until this transaction ends nobody wakes the returns over this connection; other returns may ask as well. */
    void beforeWaiting(String connection) {
        lock("pg_advisory_xact_lock_shared", "returns " + connection);
    }

    /** Waits until every return over this connection that has asked also waits, and so can be woken. */
    void beforeWaking(String connection) {
        lock("pg_advisory_xact_lock", "returns " + connection);
    }

    /** Until this transaction ends nobody else does the same; what they committed before is seen. */
    void alone(String what) {
        lock("pg_advisory_xact_lock", "alone " + what);
    }

    private void lock(String function, String what) {
        db.sql("select 1 from (select " + function + "(hashtextextended('handback.' || :what, 0))) l")
                .param("what", what)
                .query(Integer.class)
                .single();
    }
}
