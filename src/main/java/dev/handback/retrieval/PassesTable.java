package dev.handback.retrieval;

import dev.handback.exits.Refusals;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PassesTable {
    private final JdbcClient db;

    PassesTable(JdbcClient db) {
        this.db = db;
    }

    // the trigger knows after which attempt
    void ask(String exit, String asset, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.pass_asked (exit_id, asset, after_attempt, reason) values (:exit, :asset, 0, :reason)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("reason", reason)
                .update());
    }

    /** Assets that are fetched over a connection and checked, and over which no pass is asked for or on its way. */
    List<String> home(String exit, String connection) {
        return db.sql("""
                select s.asset from handback.asset_state s
                join handback.last_attempt l on l.exit_id = s.exit_id and l.asset = s.asset and l.ended is not null
                where s.exit_id = :exit and s.connection = :connection and s.return_state in ('CHECKED', 'PLACED', 'CERTIFIED')
                  and not exists (select 1 from handback.pass_asked p where p.exit_id = s.exit_id and p.asset = s.asset
                                  and p.after_attempt = l.number)
                order by s.priority nulls last, s.asset collate "C\"""")
                .param("exit", exit)
                .param("connection", connection)
                .query(String.class)
                .list();
    }
}
