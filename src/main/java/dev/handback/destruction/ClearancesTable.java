package dev.handback.destruction;

import dev.handback.exits.Refusals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ClearancesTable {
    private final JdbcClient db;

    ClearancesTable(JdbcClient db) {
        this.db = db;
    }

    void counselBasis(String exit, String basis, List<String> assets) {
        Refusals.told(() -> db.sql(
                        "insert into handback.counsel_basis (exit_id, scope, basis) values (:exit, :scope::jsonb, :basis)")
                .param("exit", exit)
                .param("scope", Scope.write(assets))
                .param("basis", basis)
                .update());
    }

    String insert(
            String exit,
            String basis,
            String reason,
            String exclusions,
            LocalDate answerBy,
            List<String> assets,
            @Nullable String destruction,
            @Nullable String task) {
        return Refusals.told(() -> db.sql("""
                insert into handback.clearance (exit_id, basis, reason, exclusions, answer_by, scope, destruction, task)
                values (:exit, :basis, :reason, :exclusions, :answerBy, :scope::jsonb, :destruction, :task) returning clearance""")
                .param("exit", exit)
                .param("basis", basis)
                .param("reason", reason)
                .param("exclusions", exclusions)
                .param("answerBy", answerBy)
                .param("scope", Scope.write(assets))
                .param("destruction", destruction, Types.VARCHAR)
                .param("task", task, Types.VARCHAR)
                .query(String.class)
                .single());
    }

    Optional<Clearance> find(String clearance) {
        return db.sql("select * from handback.clearance where clearance = :clearance")
                .param("clearance", clearance)
                .query(ClearancesTable::clearance)
                .optional();
    }

    Optional<Clearance> newest(String destruction) {
        return db.sql("select * from handback.clearance where destruction = :destruction order by ordinal desc limit 1")
                .param("destruction", destruction)
                .query(ClearancesTable::clearance)
                .optional();
    }

    List<Clearance> list(String exit) {
        return db.sql("select * from handback.clearance where exit_id = :exit order by ordinal desc")
                .param("exit", exit)
                .query(ClearancesTable::clearance)
                .list();
    }

    private static Clearance clearance(ResultSet row, int n) throws SQLException {
        return new Clearance(
                row.getString("clearance"),
                row.getString("exit_id"),
                row.getString("actor"),
                row.getTimestamp("at").toInstant(),
                row.getString("basis"),
                row.getString("reason"),
                row.getString("exclusions"),
                row.getObject("answer_by", LocalDate.class),
                row.getString("destruction"),
                Scope.read(row.getString("scope")));
    }
}
