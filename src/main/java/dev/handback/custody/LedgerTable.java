package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the ledger's tables. Nothing here writes an entry: the database does that itself. */
final class LedgerTable {
    private static final int ROWS_AT_ONCE = 1000;

    private final JdbcClient db;

    LedgerTable(DataSource database) {
        var template = new JdbcTemplate(database);
        template.setFetchSize(ROWS_AT_ONCE);
        db = JdbcClient.create(template);
    }

    record Head(long size, byte[] frontier) {}

    /** An entry with the bytes as stored, which somebody may have spoilt; without body when nobody asked for its exit. */
    record Stored(long seq, UUID fact, String table, byte @Nullable [] body, byte[] leaf, String columns) {}

    Head head() {
        return db.sql("select size, frontier from handback.ledger_head where id = 1")
                .query((row, n) -> new Head(row.getLong("size"), row.getBytes("frontier")))
                .single();
    }

    List<LedgerEntry> entries(long from, int limit) {
        return db.sql("select * from handback.ledger_entry where seq >= :from order by seq limit :limit")
                .param("from", from)
                .param("limit", limit)
                .query(LedgerTable::entry)
                .list();
    }

    List<LedgerEntry> entriesOf(String exitId, long after, int limit) {
        return db.sql("""
                        select * from handback.ledger_entry
                        where exit_id = :exit and seq > :after order by seq limit :limit
                        """)
                .param("exit", exitId)
                .param("after", after)
                .param("limit", limit)
                .query(LedgerTable::entry)
                .list();
    }

    /** By the index: the newest of the exit, and the newest of no exit. */
    long newest(String exitId) {
        return db.sql("""
                        select greatest(
                            (select max(seq) from handback.ledger_entry where exit_id = :exit),
                            (select max(seq) from handback.ledger_entry where exit_id is null), -1)
                        """).param("exit", exitId).query(Long.class).single();
    }

    List<byte[]> leaves(long size) {
        return db.sql("select leaf from handback.ledger_entry where seq < :size order by seq")
                .param("size", size)
                .query((row, n) -> row.getBytes("leaf"))
                .list();
    }

    /**
     * All entries in their order, with the bodies that speak of this exit or of none; null asks for every body. Needs a
     * transaction, else the driver fetches everything at once.
     */
    void eachStored(@Nullable String exit, Consumer<Stored> reader) {
        // the body is searched as well: the column beside it is nothing that the tree covers
        var rows = db.sql("""
                        select seq, fact, fact_table, leaf,
                               case when :exit::text is null or exit_id is null or exit_id = :exit
                                         or position(convert_to(:exit, 'UTF8') in body) > 0 then body end as body,
                               jsonb_strip_nulls(jsonb_build_object('fact', fact, 'table', fact_table,
                                   'exit_id', exit_id, 'actor', actor, 'at', at))::text as columns
                        from handback.ledger_entry order by seq
                        """)
                .param("exit", exit, Types.VARCHAR)
                .query((row, n) -> new Stored(
                        row.getLong("seq"),
                        row.getObject("fact", UUID.class),
                        row.getString("fact_table"),
                        row.getBytes("body"),
                        row.getBytes("leaf"),
                        row.getString("columns")));
        try (var stream = rows.stream()) {
            stream.forEach(reader);
        }
    }

    List<String> checkpointNotes() {
        return db.sql("select note from handback.checkpoint order by size")
                .query(String.class)
                .list();
    }

    void keep(Checkpoint checkpoint) {
        db.sql("insert into handback.checkpoint (size, root, note) values (:size, :root, :note) on conflict do nothing")
                .param("size", checkpoint.size())
                .param("root", checkpoint.root().bytes())
                .param("note", checkpoint.note())
                .update();
    }

    private static LedgerEntry entry(ResultSet row, int n) throws SQLException {
        return new LedgerEntry(
                row.getLong("seq"),
                row.getObject("fact", UUID.class),
                row.getString("fact_table"),
                row.getString("exit_id"),
                row.getString("actor"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new String(row.getBytes("body"), UTF_8),
                new Sha256(HexFormat.of().formatHex(row.getBytes("leaf"))));
    }
}
