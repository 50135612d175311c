package dev.handback.assets;

import dev.handback.exits.Refusals;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DeclarationsTable {
    private final JdbcClient db;
    private final JdbcTemplate batches;

    DeclarationsTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    int record(String exit, String declaredBy, LocalDate declaredOn, String fileSha256, int rows) {
        return Refusals.told(() -> db.sql("""
                insert into handback.declaration (exit_id, version, declared_by, declared_on, file_sha256, rows)
                select :exit, 1 + coalesce((select max(version) from handback.declaration where exit_id = :exit), 0), :by, :on,
                    :sha256, :rows returning version""")
                .param("exit", exit)
                .param("by", declaredBy)
                .param("on", declaredOn)
                .param("sha256", fileSha256)
                .param("rows", rows)
                .query(Integer.class)
                .single());
    }

    void rows(String exit, int version, List<DeclaredAsset> rows) {
        Refusals.told(() -> batches.batchUpdate("""
                insert into handback.declaration_row (exit_id, version, ordinal, asset, title, locator, note)
                values (?, ?, ?, ?, ?, ?, ?)""", rows, 1_000, (statement, row) -> {
            statement.setString(1, exit);
            statement.setInt(2, version);
            statement.setInt(3, row.row());
            statement.setString(4, row.asset());
            statement.setString(5, row.title());
            statement.setString(6, row.locator());
            statement.setString(7, row.note());
        }));
    }

    void answer(String exit, int row, @Nullable String asset, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.declaration_answered (exit_id, version, ordinal, asset, reason)
                select :exit, (select max(version) from handback.declaration where exit_id = :exit), :row, :asset, :reason""")
                .param("exit", exit)
                .param("row", row)
                .param("asset", asset, java.sql.Types.VARCHAR)
                .param("reason", reason)
                .update());
    }

    Optional<Declaration> newest(String exit) {
        return db.sql("""
                select version, declared_by, declared_on, file_sha256, rows, actor as recorded_by, at as recorded_at,
                    (select count(*) from handback.declared(:exit) r where r.matched is null and r.answer is null)
                        as only_theirs,
                    (select count(*) from handback.only_ours(:exit)) as only_ours
                from handback.declaration where exit_id = :exit order by version desc limit 1""").param("exit", exit).query(Declaration.class).optional();
    }

    List<DeclaredAsset> rows(String exit, int page, int size) {
        return db.sql("""
                select ordinal as "row", asset, title, locator, note, matched, answer, answered_by from handback.declared(:exit)
                order by (matched is null and answer is null) desc, ordinal limit :size offset :skip""")
                .param("exit", exit)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(DeclaredAsset.class)
                .list();
    }

    List<String> onlyOurs(String exit, int most) {
        return db.sql("select asset from handback.only_ours(:exit) order by asset limit :most")
                .param("exit", exit)
                .param("most", most)
                .query(String.class)
                .list();
    }
}
