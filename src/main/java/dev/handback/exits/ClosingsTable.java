package dev.handback.exits;

import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ClosingsTable {
    private final JdbcClient db;

    ClosingsTable(JdbcClient db) {
        this.db = db;
    }

    void revoked(String exit, @Nullable String connection, LocalDate since, String reportedBy, String document) {
        Refusals.told(() -> db.sql("""
                insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document)
                values (:exit, :direction, :connection, :since, :reportedBy, :document)""")
                .param("exit", exit)
                .param("direction", connection == null ? "VENDORS" : "OURS")
                .param("connection", connection, Types.VARCHAR)
                .param("since", since)
                .param("reportedBy", reportedBy)
                .param("document", document)
                .update());
    }

    List<AccessRevoked> revocations(String exit) {
        return db.sql("select * from handback.access_revoked where exit_id = :exit order by at desc")
                .param("exit", exit)
                .query(AccessRevoked.class)
                .list();
    }

    String open(String exit, String kind, @Nullable String asset, String what, String owner, LocalDate due) {
        return Refusals.told(() -> db.sql("""
                insert into handback.residual_opened (exit_id, kind, asset, what, owner, due)
                values (:exit, :kind, :asset, :what, :owner, :due) returning residual""")
                .param("exit", exit)
                .param("kind", kind)
                .param("asset", asset, Types.VARCHAR)
                .param("what", what)
                .param("owner", owner)
                .param("due", due)
                .query(String.class)
                .single());
    }

    List<Residual> residuals(String exit) {
        return db.sql("select * from handback.residual where exit_id = :exit order by ordinal")
                .param("exit", exit)
                .query(Residual.class)
                .list();
    }

    Optional<Residual> residual(String id) {
        return db.sql("select * from handback.residual where residual = :id")
                .param("id", id)
                .query(Residual.class)
                .optional();
    }

    String place(String exit) {
        return db.sql("select place from handback.exit where exit_id = :exit")
                .param("exit", exit)
                .query(String.class)
                .single();
    }

    void remind(Residual residual) {
        Refusals.told(
                () -> db.sql("insert into handback.residual_reminded (exit_id, residual) values (:exit, :residual)")
                        .param("exit", residual.exitId())
                        .param("residual", residual.residual())
                        .update());
    }

    void settle(Residual residual, String how) {
        Refusals.told(() -> db.sql(
                        "insert into handback.residual_settled (residual, exit_id, how) values (:residual, :exit, :how)")
                .param("residual", residual.residual())
                .param("exit", residual.exitId())
                .param("how", how)
                .update());
    }

    void close(String exit, String mode, String reason) {
        Refusals.told(
                () -> db.sql("insert into handback.exit_closed (exit_id, mode, reason) values (:exit, :mode, :reason)")
                        .param("exit", exit)
                        .param("mode", mode)
                        .param("reason", reason)
                        .update());
    }

    Optional<Closing> closing(String exit) {
        return db.sql("select * from handback.closing where exit_id = :exit")
                .param("exit", exit)
                .query(Closing.class)
                .optional();
    }

    String destroying(String exit) {
        return db.sql("select destroying from handback.exit_destroying where exit_id = :exit")
                .param("exit", exit)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new NotFound("exit", exit));
    }
}
