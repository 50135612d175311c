package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.retrieval.ArchiveStore.Order;
import dev.handback.retrieval.RestoreSeen;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.s3.Inventory.Fault;
import dev.handback.retrieval.s3.Inventory.Place;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.sources.BucketEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The versions of a restore in schema {@code work}, while they are asked for. */
@Component
class RestoreTable {
    private static final String OF = " where exit_id = :exit and asset = :asset and restore = :restore ";

    private final JdbcClient db;
    private final JdbcTemplate batches;

    RestoreTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    enum State {
        TO_ASK,
        ASKED,
        READY,
        FAILED
    }

    /** A version and what is known of it. */
    record Row(BucketEntry entry, State state, @Nullable Instant until) {
        Place place() {
            return new Place(entry.key().getBytes(UTF_8), entry.versionId(), entry.etag());
        }
    }

    /** What was learned of a version. */
    record Learned(
            Row row,
            State state,
            @Nullable Instant until,
            @Nullable String code,
            @Nullable String detail) {}

    /** Takes over what the attempt met archived; of a restore that began already nothing changes. */
    @Transactional
    public void begin(Order order) {
        of(order, "delete from work.restore_object where exit_id = :exit and asset = :asset and restore < :restore")
                .update();
        of(order, """
                insert into work.restore_object (exit_id, asset, restore, key, version_id, etag, size, storage_class, state)
                select exit_id, asset, :restore, key, version_id, etag, size, storage_class, 'TO_ASK'
                from handback.attempt_object
                where exit_id = :exit and asset = :asset and number = :number and code = 'ARCHIVED'
                on conflict do nothing""").param("number", order.number()).update();
    }

    /** Rows of this state after a place, in the order of their bytes; of those asked for only what was before {@code since}. */
    List<Row> rows(Order order, State state, Instant since, Place after, int size) {
        return of(
                        order,
                        "select * from work.restore_object" + OF
                                + "and state = :state and (asked_at is null or asked_at < :since)"
                                + " and (key, version_id, etag) > (:key, :version, :etag)"
                                + " order by key, version_id, etag limit :size")
                .param("state", state.name())
                .param("since", Timestamp.from(since))
                .param("key", after.key())
                .param("version", after.versionId())
                .param("etag", after.etag())
                .param("size", size)
                .query((row, n) -> row(row))
                .list();
    }

    @Transactional
    public void learned(Order order, List<Learned> all, Instant now) {
        batches.batchUpdate("""
                update work.restore_object set state = ?, until = ?, code = ?, detail = ?,
                    asked_at = case when state = 'TO_ASK' then ? else asked_at end
                where exit_id = ? and asset = ? and restore = ? and key = ? and version_id = ? and etag = ?""", all, 1000, (statement, one) -> {
            statement.setString(1, one.state().name());
            statement.setTimestamp(2, one.until() == null ? null : Timestamp.from(one.until()));
            statement.setString(3, one.code());
            statement.setString(4, one.detail());
            statement.setTimestamp(5, Timestamp.from(now));
            statement.setString(6, order.exit());
            statement.setString(7, order.asset());
            statement.setInt(8, order.restore());
            statement.setBytes(9, one.row().place().key());
            statement.setString(10, one.row().entry().versionId());
            statement.setString(11, one.row().entry().etag());
        });
    }

    /** What is said of the store is said of every version that was to be asked for, or waits. */
    @Transactional
    public void fail(Order order, List<State> states, String code, String detail) {
        of(
                        order,
                        "update work.restore_object set state = 'FAILED', code = :code, detail = :detail" + OF
                                + "and state in (:states)")
                .param("code", code)
                .param("detail", detail)
                .param("states", states.stream().map(Enum::name).toList())
                .update();
    }

    /** Restored copies that went before anybody retrieved them. */
    @Transactional
    public void lapse(Order order, Instant now) {
        of(
                        order,
                        "update work.restore_object set state = 'FAILED', code = 'RESTORE_LAPSED', detail = 'version ' || version_id"
                                + " || ' was restored until ' || to_char(until at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC, which has passed'"
                                + OF + "and state = 'READY' and until < :now")
                .param("now", Timestamp.from(now))
                .update();
    }

    RestoreSeen seen(Order order, String seenAs) {
        var findings = new ArrayList<Finding>();
        of(
                        order,
                        "select code, count(*) as count, min(detail) as example from work.restore_object" + OF
                                + "and code is not null group by code order by code")
                .query(Fault.class)
                .list()
                .forEach(fault -> findings.add(new Finding(fault.code(), fault.words())));
        return of(order, """
                select count(*) filter (where state = 'READY') as ready, count(*) filter (where state in ('TO_ASK', 'ASKED')) as waiting,
                       count(*) filter (where state = 'FAILED') as failed, min(until) filter (where state = 'READY') as until
                from work.restore_object""" + OF)
                .query((row, n) -> new RestoreSeen(
                        row.getLong("ready"),
                        row.getLong("waiting"),
                        row.getLong("failed"),
                        instant(row.getTimestamp("until")),
                        findings,
                        seenAs))
                .single();
    }

    /** Of what an attempt met archived: what had been restored for it and went before it was copied. */
    Optional<Finding> lapsed(Run run, int pass, Instant now) {
        return db.sql("""
                select count(*) as count, min(r.until) as until
                from work.bucket_object o
                join work.restore_object r using (exit_id, asset, key, version_id, etag)
                where o.exit_id = :exit and o.asset = :asset and o.seen >= :pass and o.code = 'ARCHIVED' and r.state = 'READY' and r.until <= :now""")
                .param("exit", run.exit())
                .param("asset", run.asset())
                .param("pass", pass)
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getLong("count") == 0
                        ? Optional.<Finding>empty()
                        : Optional.of(new Finding(
                                "RESTORE_LAPSED",
                                row.getLong("count") + " versions were restored, the first until "
                                        + row.getTimestamp("until").toInstant()
                                        + ", and were archived again before they were copied")))
                .single();
    }

    private JdbcClient.StatementSpec of(Order order, String sql) {
        return db.sql(sql)
                .param("exit", order.exit())
                .param("asset", order.asset())
                .param("restore", order.restore());
    }

    private static Row row(ResultSet row) throws SQLException {
        var entry = new BucketEntry(
                BucketEntry.What.VERSION,
                new String(row.getBytes("key"), UTF_8),
                row.getString("version_id"),
                row.getString("etag"),
                false,
                row.getLong("size"),
                null,
                row.getString("storage_class"),
                null);
        return new Row(entry, State.valueOf(row.getString("state")), instant(row.getTimestamp("until")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
