package dev.handback.exits;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CancellationTable {
    private final JdbcClient db;

    CancellationTable(JdbcClient db) {
        this.db = db;
    }

    void cancel(String exit, String reason, String document) {
        Refusals.told(() -> db.sql(
                        "insert into handback.exit_cancelled (exit_id, reason, document) values (:exit, :reason, :document)")
                .param("exit", exit)
                .param("reason", reason)
                .param("document", document)
                .update());
    }

    Optional<Cancellation.Cancelled> find(String exit) {
        return db.sql("""
                select reason, document, actor as cancelled_by, at as cancelled_at
                from handback.exit_cancelled where exit_id = :exit""")
                .param("exit", exit)
                .query(Cancellation.Cancelled.class)
                .optional();
    }
}
