package dev.handback.destruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.exits.Finding;
import dev.handback.exits.Refusals;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ProbesTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;

    ProbesTable(JdbcClient db) {
        this.db = db;
    }

    /** A look that was begun and has not ended. */
    record Running(int ordinal, Purpose purpose, String locator) {}

    /** Counts the look before anything is asked; the guard asks gate PROBE. */
    int begin(String exit, String asset, Purpose purpose, @Nullable String connection, @Nullable String locator) {
        return Refusals.told(() -> db.sql("""
                insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                select :exit, :asset, 1 + coalesce(max(ordinal), 0), :purpose, :connection, :locator
                from handback.probe_begun where exit_id = :exit and asset = :asset
                returning ordinal""")
                .param("exit", exit)
                .param("asset", asset)
                .param("purpose", purpose.name())
                .param("connection", connection, Types.VARCHAR)
                .param("locator", locator, Types.VARCHAR)
                .query(Integer.class)
                .single());
    }

    Optional<Running> running(String exit, String asset) {
        return db.sql("""
                select b.ordinal, b.purpose, b.locator from handback.probe_begun b
                where b.exit_id = :exit and b.asset = :asset and not exists (select 1 from handback.probe p
                    where p.exit_id = b.exit_id and p.asset = b.asset and p.ordinal >= b.ordinal)
                order by b.ordinal desc limit 1""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Running.class)
                .optional();
    }

    boolean answeredBefore(String exit, String asset, String locator, String seenAs) {
        return db.sql("select handback.answered_before(:exit, :asset, :locator, :seenAs) is not null")
                .param("exit", exit)
                .param("asset", asset)
                .param("locator", locator)
                .param("seenAs", seenAs)
                .query(Boolean.class)
                .single();
    }

    /** Where the repositories behind a connection lie, those first that no look after destruction missed. */
    List<String> repositories(String exit, String connection) {
        return db.sql("""
                select a.locator from handback.asset a left join handback.probed p using (exit_id, asset)
                where a.exit_id = :exit and a.connection = :connection and a.kind = 'git-repository' and a.action <> 'WITHDRAWN'
                order by coalesce(p.result, '') in ('NOT_OBSERVED', 'INDETERMINATE'), a.asset""")
                .param("exit", exit)
                .param("connection", connection)
                .query(String.class)
                .list();
    }

    void end(String exit, String asset, Probe.Ended ended) {
        Refusals.told(() -> db.sql("""
                insert into handback.probe (exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
                values (:exit, :asset, :ordinal, :purpose, :result, :locator, :seenAs, :detail::jsonb, :answer)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("ordinal", ended.ordinal())
                .param("purpose", ended.purpose().name())
                .param("result", ended.result().name())
                .param("locator", ended.locator())
                .param("seenAs", ended.seenAs())
                .param("detail", detail(ended))
                .param("answer", ended.answer() == null ? null : ended.answer().hex(), Types.VARCHAR)
                .update());
    }

    void notObservable(String exit, String asset, String reason) {
        Refusals.told(() -> db.sql(
                        "insert into handback.not_observable (exit_id, asset, reason) values (:exit, :asset, :reason)")
                .param("exit", exit)
                .param("asset", asset)
                .param("reason", reason)
                .update());
    }

    List<Probes.NotObservable> notObservable(String exit, String asset) {
        return db.sql("""
                select actor, at, reason from handback.not_observable
                where exit_id = :exit and asset = :asset order by at desc""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Probes.NotObservable.class)
                .list();
    }

    List<Finding> against(String exit, String asset) {
        return db.sql("select code, asset, detail from handback.gate_probe(:exit, :asset)")
                .param("exit", exit)
                .param("asset", asset)
                .query((row, n) -> new Finding(row.getString("code"), row.getString("asset"), row.getString("detail")))
                .list();
    }

    long count(String exit, String asset) {
        return db.sql("select count(*) from handback.probe_begun where exit_id = :exit and asset = :asset")
                .param("exit", exit)
                .param("asset", asset)
                .query(Long.class)
                .single();
    }

    List<ProbeRow> list(String exit, String asset) {
        return page(exit, asset, 0, Integer.MAX_VALUE);
    }

    List<ProbeRow> page(String exit, String asset, int page, int size) {
        return db.sql("""
                select b.ordinal, b.purpose, b.at as begun_at, b.connection, b.locator, p.at as ended_at, p.result, p.seen_as,
                       p.detail ->> 'code' as code, p.detail ->> 'says' as says, p.detail::text as detail, p.answer_sha256
                from handback.probe_begun b left join handback.probe p using (exit_id, asset, ordinal)
                where b.exit_id = :exit and b.asset = :asset order by b.ordinal desc offset :offset limit :size""")
                .param("exit", exit)
                .param("asset", asset)
                .param("offset", (long) page * size)
                .param("size", size)
                .query(ProbeRow.class)
                .list();
    }

    private static String detail(Probe.Ended ended) {
        var detail =
                new LinkedHashMap<String, Object>(Map.of("looks", ended.looks(), "notProbeable", ended.notProbeable()));
        detail.put("code", ended.worst().code());
        detail.put("says", ended.worst().says());
        try {
            return JSON.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a probe cannot be written as JSON", e);
        }
    }
}
