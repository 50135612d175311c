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

    /** Until this transaction ends nobody wakes the returns of this exit; other returns may ask as well. */
    void beforeWaiting(String exit) {
        lock("pg_advisory_xact_lock_shared", exit);
    }

    /** Waits until every return of this exit that has asked also waits, and so can be woken. */
    void beforeWaking(String exit) {
        lock("pg_advisory_xact_lock", exit);
    }

    private void lock(String function, String exit) {
        db.sql("select 1 from (select " + function + "(hashtextextended('handback.returns ' || :exit, 0))) l")
                .param("exit", exit)
                .query(Integer.class)
                .single();
    }
}
