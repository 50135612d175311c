package dev.handback.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.Refusals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was decided about restores, and what was seen of them. */
@Component
class RestoresTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;

    RestoresTable(JdbcClient db) {
        this.db = db;
    }

    /** The database counts what is agreed to: number, bytes and classes are no word of the caller's. */
    void decide(String exit, String asset, int number, RestoreWord word, String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.restore_decided (exit_id, asset, restore, number, decision, objects, bytes, classes, tier, days, reason, task)
                values (:exit, :asset, 0, :number, :decision, 0, 0, '{}', :tier, :days, :reason, :task)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("decision", word.approve() ? "APPROVE" : "REFUSE")
                .param("tier", word.approve() ? word.tier() : null, Types.VARCHAR)
                .param("days", word.approve() ? word.keptDays() : null, Types.INTEGER)
                .param("reason", word.clearReason())
                .param("task", task)
                .update());
    }

    void seen(String exit, String asset, int restore, RestoreSeen seen, boolean over) {
        Refusals.told(() -> db.sql("""
                insert into handback.restore_seen (exit_id, asset, restore, look, ready, waiting, failed, ready_until, over, findings, seen_as)
                values (:exit, :asset, :restore, 0, :ready, :waiting, :failed, :until, :over, :findings::jsonb, :seenAs)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("restore", restore)
                .param("ready", seen.ready())
                .param("waiting", seen.waiting())
                .param("failed", seen.failed())
                .param("until", seen.readyUntil() == null ? null : Timestamp.from(seen.readyUntil()), Types.TIMESTAMP)
                .param("over", over)
                .param("findings", json(seen.findings()))
                .param("seenAs", seen.seenAs())
                .update());
    }

    /** The newest first. */
    List<Restore> list(String exit, String asset) {
        return db.sql("select * from handback.restore where exit_id = :exit and asset = :asset order by restore desc")
                .param("exit", exit)
                .param("asset", asset)
                .query((row, n) -> restore(row))
                .list();
    }

    Archived archived(String exit, String asset) {
        var classes = new TreeMap<String, Long>();
        long[] sums = new long[2];
        db.sql("select storage_class, objects, bytes from handback.archived(:exit, :asset)")
                .param("exit", exit)
                .param("asset", asset)
                .query(row -> {
                    classes.put(row.getString("storage_class"), row.getLong("objects"));
                    sums[0] += row.getLong("objects");
                    sums[1] += row.getLong("bytes");
                });
        return new Archived(sums[0], sums[1], classes);
    }

    private static Restore restore(ResultSet row) throws SQLException {
        return new Restore(
                row.getInt("restore"),
                row.getInt("number"),
                Restore.State.valueOf(row.getString("state")),
                row.getString("decided_by"),
                row.getTimestamp("decided_at").toInstant(),
                row.getLong("objects"),
                row.getLong("bytes"),
                read(row.getString("classes"), new TypeReference<TreeMap<String, Long>>() {}),
                row.getString("tier"),
                row.getObject("days", Integer.class),
                row.getString("reason"),
                instant(row.getTimestamp("seen_at")),
                row.getLong("ready"),
                row.getLong("waiting"),
                row.getLong("failed"),
                instant(row.getTimestamp("ready_until")),
                row.getBoolean("over"),
                read(row.getString("findings"), new TypeReference<List<RetrievalOutcome.Finding>>() {}));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static String json(List<RetrievalOutcome.Finding> findings) {
        try {
            return JSON.writeValueAsString(findings.stream()
                    .map(f -> Map.of("code", f.code(), "detail", f.detail()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings cannot be written as JSON", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written of a restore cannot be read", e);
        }
    }
}
