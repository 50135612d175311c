package dev.handback.destruction;

import dev.handback.exits.Refusals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

@Component
class OrdersTable {
    private static final String ORDER = """
            select u.*, o.sealed_sha256, o.actor as ordered_by, o.at as ordered_at, s.served_at, s.place, s.served_on, s.served_by,
                   s.channel, s.proof_sha256, s.proof_name, k.recalled,
                   case when jsonb_array_length(k.recalled) = jsonb_array_length(u.scope) then 'RECALLED' when s.number is not null then 'SERVED'
                        when o.number is not null then 'ORDERED' else 'DRAWN_UP' end as state
            from handback.order_drawn_up u
            left join handback.destruction_order o on o.number = u.number
            left join handback.order_served s on s.number = u.number
            cross join lateral (select coalesce(jsonb_agg(r.asset order by r.asset), '[]') as recalled from handback.recalled_asset r
                                where r.clearance = u.clearance and jsonb_exists(u.scope, r.asset)
                                  and (o.number is not null or r.exit_id = u.exit_id)) k
            """;

    private static final String RECALL = """
            select r.*, s.served_at as told_at, s.served_on as told_on, s.served_by as told_by, s.channel,
                   (select jsonb_agg(distinct concat_ws(': ', f ->> 'asset', f ->> 'detail')) from jsonb_array_elements(r.findings) f) as reasons,
                   n.sealed_sha256 as document_sha256
            from handback.destruction_recalled r left join handback.recall_served s on s.recall = r.recall
            left join handback.recall_notice n on n.recall = r.recall
            """;

    private final JdbcClient db;

    OrdersTable(JdbcClient db) {
        this.db = db;
    }

    List<Order.Named> orderable(String exit, String clearance) {
        return db.sql("""
                select s.asset, s.title, s.kind, s.origin, s.disposition, s.holder, s.locations, s.locator, s.medium, s.classification,
                       s.certificate, s.content_digest,
                       (select string_agg(distinct b.basis, '; ') from handback.counsel_basis b where b.exit_id = s.exit_id and jsonb_exists(b.scope, s.asset)) as counsel_basis
                from handback.clearance_asset c join handback.asset_state s on s.exit_id = c.exit_id and s.asset = c.asset
                where c.clearance = :clearance
                  and (select t.clearance from handback.destruction_state t where t.exit_id = c.exit_id and t.asset = c.asset) = c.clearance
                  and not exists (select 1 from handback.gate_findings(:exit, 'ORDER', c.asset))
                order by s.asset""")
                .param("exit", exit)
                .param("clearance", clearance)
                .query(Order.Named.class)
                .list();
    }

    int next(String exit) {
        db.sql("select handback.lock_exit(:exit)")
                .param("exit", exit)
                .query(String.class)
                .single();
        return db.sql("select 1 + coalesce(max(ordinal), 0) from handback.order_drawn_up where exit_id = :exit")
                .param("exit", exit)
                .query(Integer.class)
                .single();
    }

    void drawnUp(
            String number, String exit, int ordinal, String clearance, List<String> scope, String pdf, String facts) {
        Refusals.told(() -> db.sql("""
                insert into handback.order_drawn_up (number, exit_id, ordinal, clearance, scope, pdf_sha256, facts_sha256)
                values (:number, :exit, :ordinal, :clearance, :scope::jsonb, :pdf, :facts)""")
                .param("number", number)
                .param("exit", exit)
                .param("ordinal", ordinal)
                .param("clearance", clearance)
                .param("scope", Scope.write(scope))
                .param("pdf", pdf)
                .param("facts", facts)
                .update());
    }

    void ordered(Order order, String shown, String sealed, String intent, @Nullable String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.destruction_order (number, exit_id, shown_sha256, sealed_sha256, intent, task)
                values (:number, :exit, :shown, :sealed, :intent, :task)""")
                .param("number", order.number())
                .param("exit", order.exitId())
                .param("shown", shown)
                .param("sealed", sealed)
                .param("intent", intent)
                .param("task", task, Types.VARCHAR)
                .update());
    }

    void served(Order order, Served.Checked service, @Nullable String task) {
        Refusals.told(() -> with(
                        service,
                        task,
                        db.sql("""
                insert into handback.order_served (number, exit_id, served_at, place, served_by, channel, proof_sha256, proof_name, note, task)
                values (:number, :exit, :at, :place, :by, :channel, :proof, :proofName, :note, :task)""").param("number", order.number()).param("exit", order.exitId()))
                .update());
    }

    void recallServed(Order.Recall recall, Served.Checked service, @Nullable String task) {
        Refusals.told(() -> with(
                        service,
                        task,
                        db.sql("""
                insert into handback.recall_served (recall, exit_id, served_at, place, served_by, channel, proof_sha256, proof_name, note, task)
                values (:recall, :exit, :at, :place, :by, :channel, :proof, :proofName, :note, :task)""").param("recall", recall.recall()).param("exit", recall.exitId()))
                .update());
    }

    private static StatementSpec with(Served.Checked service, @Nullable String task, StatementSpec statement) {
        var proof = service.proof();
        return statement
                .param("at", Timestamp.from(service.at()))
                .param("place", service.place())
                .param("by", service.by())
                .param("channel", service.channel())
                .param("proof", proof == null ? null : proof.sha256(), Types.VARCHAR)
                .param("proofName", proof == null ? null : proof.name(), Types.VARCHAR)
                .param("note", service.note())
                .param("task", task, Types.VARCHAR);
    }

    void remind(String exit, String number) {
        Refusals.told(() -> db.sql("insert into handback.answer_reminded (exit_id, number) values (:exit, :number)")
                .param("exit", exit)
                .param("number", number)
                .update());
    }

    void recallOvertaken(String exit) {
        Refusals.told(() -> db.sql("select handback.recall_overtaken(:exit, null)")
                .param("exit", exit)
                .query((row, n) -> n)
                .list());
    }

    int reminders(String number) {
        return db.sql("select count(*) from handback.answer_reminded where number = :number")
                .param("number", number)
                .query(Integer.class)
                .single();
    }

    Optional<Order> find(String number) {
        return db.sql(ORDER + "where u.number = :number")
                .param("number", number)
                .query(OrdersTable::order)
                .optional();
    }

    Optional<Order> newest(String clearance) {
        return db.sql(ORDER + "where u.clearance = :clearance order by u.ordinal desc limit 1")
                .param("clearance", clearance)
                .query(OrdersTable::order)
                .optional();
    }

    List<Order> list(String exit) {
        return db.sql(ORDER + "where u.exit_id = :exit order by u.ordinal desc")
                .param("exit", exit)
                .query(OrdersTable::order)
                .list();
    }

    Optional<Order.Recall> recall(String recall) {
        return db.sql(RECALL + "where r.recall = :recall")
                .param("recall", recall)
                .query(OrdersTable::recall)
                .optional();
    }

    List<Order.Recall> recalls(String exit) {
        return db.sql(RECALL + "where r.exit_id = :exit order by r.ordinal desc")
                .param("exit", exit)
                .query(OrdersTable::recall)
                .list();
    }

    List<Order.Recall> recallsToServe() {
        return db.sql(RECALL + "where r.served and s.fact is null order by r.at")
                .query(OrdersTable::recall)
                .list();
    }

    private static Order order(ResultSet row, int n) throws SQLException {
        return new Order(
                row.getString("number"),
                row.getString("exit_id"),
                row.getString("clearance"),
                Scope.read(row.getString("scope")),
                row.getString("pdf_sha256"),
                row.getString("facts_sha256"),
                row.getTimestamp("at").toInstant(),
                row.getString("sealed_sha256"),
                row.getString("ordered_by"),
                instant(row, "ordered_at"),
                instant(row, "served_at"),
                row.getString("place"),
                row.getObject("served_on", LocalDate.class),
                row.getString("served_by"),
                row.getString("channel"),
                row.getString("proof_sha256"),
                row.getString("proof_name"),
                Scope.read(row.getString("recalled")),
                row.getString("state"));
    }

    private static Order.Recall recall(ResultSet row, int n) throws SQLException {
        return new Order.Recall(
                row.getString("recall"),
                row.getString("exit_id"),
                row.getString("number"),
                row.getBoolean("served"),
                Scope.read(row.getString("scope")),
                Scope.read(row.getString("reasons")),
                row.getTimestamp("at").toInstant(),
                row.getString("actor"),
                instant(row, "told_at"),
                row.getObject("told_on", LocalDate.class),
                row.getString("told_by"),
                row.getString("channel"),
                row.getString("document_sha256"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
