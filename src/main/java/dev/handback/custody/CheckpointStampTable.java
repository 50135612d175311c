package dev.handback.custody;

import dev.handback.custody.TimeStampAuthority.TimeStamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The time-stamps of checkpoints, and what of the ledger none covers yet. */
final class CheckpointStampTable {
    /** What cannot be taken back: signatures, exceptions, clearances, orders, decisions on evidence and erasure, the end of an exit. */
    static final List<String> AT_GATES = List.of(
            "certificate_decided",
            "exception_decided",
            "clearance",
            "destruction_order",
            "attestation_decided",
            "erasure_decided",
            "erased",
            "exit_closed");

    private final JdbcClient db;

    CheckpointStampTable(DataSource database) {
        db = JdbcClient.create(database);
    }

    void keep(Checkpoint checkpoint, TimeStamp stamp) {
        db.sql("""
                insert into handback.checkpoint_stamp (note, token, authority, stamped)
                values (:note, :token, :authority, :at) on conflict do nothing""")
                .param("note", checkpoint.note())
                .param("token", stamp.token())
                .param("authority", stamp.authority().toString())
                .param("at", Timestamp.from(stamp.at()))
                .update();
    }

    Optional<CheckpointStamp> find(Checkpoint checkpoint) {
        return db.sql("select * from handback.checkpoint_stamp where note = :note")
                .param("note", checkpoint.note())
                .query(CheckpointStampTable::stamp)
                .optional();
    }

    Optional<CheckpointStamp> latest() {
        return db.sql("""
                select s.* from handback.checkpoint_stamp s join handback.checkpoint c using (note)
                order by c.size desc, s.stamped desc limit 1""").query(CheckpointStampTable::stamp).optional();
    }

    boolean decidedAtGateSince(long size) {
        return db.sql(
                        "select exists (select from handback.ledger_entry where seq >= :size and fact_table in (:tables))")
                .param("size", size)
                .param("tables", AT_GATES)
                .query(Boolean.class)
                .single();
    }

    /** A certificate was signed or sent back, or an exit closed. */
    boolean certifiedSince(long size) {
        return db.sql("""
                select exists (select from handback.ledger_entry
                               where seq >= :size and fact_table in ('certificate_decided', 'exit_closed'))""").param("size", size).query(Boolean.class).single();
    }

    boolean enteredSince(long size) {
        return db.sql("select exists (select from handback.ledger_entry where seq >= :size)")
                .param("size", size)
                .query(Boolean.class)
                .single();
    }

    private static CheckpointStamp stamp(ResultSet row, int n) throws SQLException {
        return new CheckpointStamp(
                Checkpoint.parse(row.getString("note")),
                row.getBytes("token"),
                row.getString("authority"),
                row.getTimestamp("stamped").toInstant());
    }
}
