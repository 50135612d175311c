package dev.handback.notices;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which heads of the ledger were mailed. */
@Component
class CheckpointMailTable {
    private final JdbcClient db;

    CheckpointMailTable(JdbcClient db) {
        this.db = db;
    }

    /** False when another node, or an earlier round, was first. */
    boolean begin(String note, long size, Instant now) {
        return db.sql("""
                insert into work.checkpoint_mail (note, size, filed_at) values (:note, :size, :now)
                on conflict do nothing""")
                        .param("note", note)
                        .param("size", size)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    Optional<CheckpointMails.Mailed> latest() {
        return db.sql("select size, filed_at from work.checkpoint_mail order by size desc, filed_at desc limit 1")
                .query((row, n) -> new CheckpointMails.Mailed(
                        row.getLong("size"), row.getTimestamp("filed_at").toInstant()))
                .optional();
    }
}
