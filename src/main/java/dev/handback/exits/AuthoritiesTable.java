package dev.handback.exits;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AuthoritiesTable {
    private final JdbcClient db;

    AuthoritiesTable(JdbcClient db) {
        this.db = db;
    }

    void propose(String exit, String connection, String basis, LocalDate until) {
        Refusals.told(() -> db.sql("""
                insert into handback.authority_proposed (exit_id, connection, basis, until)
                values (:exit, :connection, :basis, :until)""")
                .param("exit", exit)
                .param("connection", connection)
                .param("basis", basis)
                .param("until", until)
                .update());
    }

    void decide(String exit, UUID proposal, String decision, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.authority_decided (exit_id, proposal, decision, reason)
                values (:exit, :proposal, :decision, :reason)""")
                .param("exit", exit)
                .param("proposal", proposal)
                .param("decision", decision)
                .param("reason", reason)
                .update());
    }

    Optional<UUID> proposal(String exit, String connection) {
        return db.sql("select proposal from handback.authority where exit_id = :exit and connection = :connection")
                .param("exit", exit)
                .param("connection", connection)
                .query(UUID.class)
                .optional();
    }

    List<Authority> list(String exit) {
        return db.sql("select * from handback.authority where exit_id = :exit order by connection")
                .param("exit", exit)
                .query(Authority.class)
                .list();
    }

    void stop(String exit, String connection, String asset, String cause) {
        Refusals.told(() -> db.sql("""
                insert into handback.connection_stopped (exit_id, connection, asset, cause)
                values (:exit, :connection, :asset, :cause)""")
                .param("exit", exit)
                .param("connection", connection)
                .param("asset", asset)
                .param("cause", cause)
                .update());
    }

    List<StoppedConnection> stops(String connection) {
        return db.sql(
                        "select fact, exit_id, connection, asset, cause, at from handback.connection_stop where connection = :c order by at")
                .param("c", connection)
                .query(StoppedConnection.class)
                .list();
    }

    void resume(String exit, UUID stop, String basis) {
        Refusals.told(() -> db.sql(
                        "insert into handback.connection_resumed (exit_id, stop, basis) values (:exit, :stop, :basis)")
                .param("exit", exit)
                .param("stop", stop)
                .param("basis", basis)
                .update());
    }

    List<Finding> findings(String exit, String connection) {
        return db.sql("select code, asset, detail from handback.connection_findings(:exit, :connection)")
                .param("exit", exit)
                .param("connection", connection)
                .query(Finding.class)
                .list();
    }
}
