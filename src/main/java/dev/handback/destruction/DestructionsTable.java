package dev.handback.destruction;

import dev.handback.exits.Refusals;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DestructionsTable {
    private final JdbcClient db;

    DestructionsTable(JdbcClient db) {
        this.db = db;
    }

    List<String> toDestroy(String exit, @Nullable String wave) {
        return db.sql("""
                select asset from handback.destruction_state
                where exit_id = :exit and (:wave::text is null or wave = :wave) and handback.must_be_destroyed(disposition)
                  and state in ('NONE', 'RECALLED') order by asset""")
                .param("exit", exit)
                .param("wave", wave, Types.VARCHAR)
                .query(String.class)
                .list();
    }

    String begin(String exit, @Nullable String wave, Collection<String> scope) {
        return Refusals.told(() -> db.sql("""
                insert into handback.destruction_begun (exit_id, wave, scope) values (:exit, :wave, :scope::jsonb)
                returning destruction""")
                .param("exit", exit)
                .param("wave", wave, Types.VARCHAR)
                .param("scope", Scope.write(scope))
                .query(String.class)
                .single());
    }

    Optional<List<String>> scope(String destruction) {
        return db.sql("select scope::text from handback.destruction_begun where destruction = :destruction")
                .param("destruction", destruction)
                .query(String.class)
                .optional()
                .map(Scope::read);
    }

    void leave(String exit, String destruction, String reason, @Nullable String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.destruction_left (exit_id, destruction, reason, task)
                values (:exit, :destruction, :reason, :task)""")
                .param("exit", exit)
                .param("destruction", destruction)
                .param("reason", reason)
                .param("task", task, Types.VARCHAR)
                .update());
    }

    boolean left(String destruction) {
        return db.sql("select exists (select 1 from handback.destruction_left where destruction = :destruction)")
                .param("destruction", destruction)
                .query(Boolean.class)
                .single();
    }

    List<DestructionLine> page(String exit, int page, int size) {
        return db.sql("""
                select * from handback.destruction_state where exit_id = :exit and handback.must_be_destroyed(disposition)
                order by asset offset :offset limit :size""")
                .param("exit", exit)
                .param("offset", (long) page * size)
                .param("size", size)
                .query(DestructionLine.class)
                .list();
    }

    long count(String exit) {
        return db.sql("""
                select count(*) from handback.asset where exit_id = :exit and action <> 'WITHDRAWN'
                  and handback.must_be_destroyed(disposition)""").param("exit", exit).query(Long.class).single();
    }

    Map<String, Long> states(String exit) {
        var states = new TreeMap<String, Long>();
        db.sql("""
                select state, count(*) as n from handback.destruction_state
                where exit_id = :exit and handback.must_be_destroyed(disposition) group by state""").param("exit", exit).query(row -> {
            states.put(row.getString("state"), row.getLong("n"));
        });
        return states;
    }

    List<DestructionLine> of(String exit, Collection<String> assets) {
        return db.sql(
                        "select * from handback.destruction_state where exit_id = :exit and asset in (:assets) order by asset")
                .param("exit", exit)
                .param("assets", assets)
                .query(DestructionLine.class)
                .list();
    }
}
