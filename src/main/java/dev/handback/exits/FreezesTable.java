package dev.handback.exits;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class FreezesTable {
    private final JdbcClient db;

    FreezesTable(JdbcClient db) {
        this.db = db;
    }

    void attest(String exit, String connection, String attestedBy, LocalDate since, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.freeze_attested (exit_id, connection, attested_by, since, reason)
                values (:exit, :connection, :by, :since, :reason)""")
                .param("exit", exit)
                .param("connection", connection)
                .param("by", attestedBy)
                .param("since", since)
                .param("reason", reason)
                .update());
    }

    List<Freeze> list(String exit) {
        return db.sql("""
                select connection, attested_by, since, reason, actor as recorded_by, at as recorded_at
                from handback.freeze_attested where exit_id = :exit order by at desc""").param("exit", exit).query(Freeze.class).list();
    }
}
