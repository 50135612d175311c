package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The Git LFS objects of attempts. */
@Component
class LfsTable {
    private static final int BATCH = 1000;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    LfsTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    void add(String exit, String asset, int number, List<HeldLfs> objects) {
        batches.batchUpdate(
                "insert into handback.attempt_lfs (exit_id, asset, number, oid, size, held) values (?, ?, ?, ?, ?, ?)",
                objects,
                BATCH,
                (statement, object) -> {
                    statement.setString(1, exit);
                    statement.setString(2, asset);
                    statement.setInt(3, number);
                    statement.setString(4, object.oid());
                    statement.setLong(5, object.size());
                    statement.setBoolean(6, object.held());
                });
    }

    /** Up to {@code size} objects after this oid, in the order of the oids; "" begins. */
    List<HeldLfs> after(String exit, String asset, int number, String oid, int size) {
        return db.sql("""
                select oid, size, held from handback.attempt_lfs
                where exit_id = :exit and asset = :asset and number = :number and oid > :oid order by oid limit :size""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("oid", oid)
                .param("size", size)
                .query(HeldLfs.class)
                .list();
    }

    /** What was found damaged or missing in the vault when it was last looked at by itself. */
    List<String> lastFoundBroken(String exit, String asset, int number) {
        return db.sql("""
                select sha256 from (select distinct on (k.sha256) k.sha256, k.result
                                    from handback.fixity_checked k
                                    where k.exit_id = :exit and k.asset = :asset and k.number = :number
                                    order by k.sha256, k.at desc) latest
                where result <> 'INTACT'""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .query(String.class)
                .list();
    }
}
