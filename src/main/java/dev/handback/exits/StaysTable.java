package dev.handback.exits;

import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class StaysTable {
    private final JdbcClient db;

    StaysTable(JdbcClient db) {
        this.db = db;
    }

    String declare(String exit, Stays.NewStay known) {
        return Refusals.told(() -> db.sql("""
                insert into handback.stay_declared (exit_id, document, issuer, scope, since, reason)
                values (:exit, :document, :issuer, :scope, :since, :reason) returning stay""")
                .param("exit", exit)
                .param("document", known.document(), Types.VARCHAR)
                .param("issuer", known.issuer(), Types.VARCHAR)
                .param("scope", known.scope(), Types.VARCHAR)
                .param("since", known.since(), Types.DATE)
                .param("reason", known.reason())
                .query(String.class)
                .single());
    }

    void lift(String exit, String stay, Stays.Leave leave) {
        Refusals.told(() -> db.sql("""
                insert into handback.stay_lifted (exit_id, stay, document, issuer, scope, dated, reason)
                values (:exit, :stay, :document, :issuer, :scope, :dated, :reason)""")
                .param("exit", exit)
                .param("stay", stay)
                .param("document", leave.document())
                .param("issuer", leave.issuer())
                .param("scope", leave.scope())
                .param("dated", leave.dated())
                .param("reason", leave.reason())
                .update());
    }

    Optional<Stay> find(String exit, String stay) {
        return db.sql("select * from handback.stay where exit_id = :exit and stay = :stay")
                .param("exit", exit)
                .param("stay", stay)
                .query(Stay.class)
                .optional();
    }

    List<Stay> list(String exit) {
        return db.sql("select * from handback.stay where exit_id = :exit order by declared_at desc")
                .param("exit", exit)
                .query(Stay.class)
                .list();
    }

    List<Finding> pauses(String exit) {
        return db.sql("select code, asset, detail from handback.pause(:exit, null)")
                .param("exit", exit)
                .query(Finding.class)
                .list();
    }
}
