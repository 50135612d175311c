package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.retrieval.s3.Inventory.Copied;
import dev.handback.retrieval.s3.Inventory.Difference;
import dev.handback.retrieval.s3.Inventory.Fault;
import dev.handback.retrieval.s3.Inventory.Listing;
import dev.handback.retrieval.s3.Inventory.Place;
import dev.handback.retrieval.s3.Inventory.Row;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.retrieval.s3.Inventory.Totals;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketPage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of schema {@code work} while a bucket is listed and copied. Each write first shows that its attempt is still the
 * one that counts: a node that was thought dead writes nothing more.
 */
@Component
class InventoryTable {
    private static final String OF = " where exit_id = :exit and asset = :asset ";

    private final JdbcClient db;
    private final JdbcTemplate batches;

    InventoryTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** Goes on where a killed attempt stopped, or begins; what was refused then is asked for again. */
    @Transactional
    public Listing begin(Run run) {
        var listing = of(run, """
                insert into work.bucket_listing as l (exit_id, asset, attempt, pass, ended, in_uploads)
                values (:exit, :asset, :attempt, 1, false, false)
                on conflict (exit_id, asset) do update set attempt = excluded.attempt where l.attempt <= excluded.attempt
                returning pass, complete, ended, in_uploads, marker_key, marker_id""")
                .query((row, n) -> new Listing(
                        row.getInt("pass"),
                        row.getInt("complete"),
                        row.getBoolean("ended"),
                        row.getBoolean("in_uploads"),
                        row.getString("marker_key") == null
                                ? null
                                : new BucketPage.Marker(row.getString("marker_key"), row.getString("marker_id"))))
                .single();
        of(
                        run,
                        "update work.bucket_object set state = 'LISTED', code = null, detail = null" + OF
                                + "and what = 'VERSION' and code is not null")
                .update();
        return listing;
    }

    /** A page and where the next one begins, together: after a kill neither is there without the other. */
    @Transactional
    public void page(Run run, int pass, List<BucketEntry> entries, Listing next) {
        var marker = next.marker();
        own(of(run, """
                update work.bucket_listing set ended = :ended, complete = case when :ended then pass else complete end, in_uploads = :uploads, marker_key = :key, marker_id = :id
                """ + OF + "and attempt = :attempt and pass = :pass")
                .param("pass", pass)
                .param("ended", next.ended())
                .param("uploads", next.inUploads())
                .param("key", marker == null ? null : marker.key(), java.sql.Types.VARCHAR)
                .param("id", marker == null ? null : marker.id(), java.sql.Types.VARCHAR)
                .update());
        batches.batchUpdate("""
                insert into work.bucket_object as o (exit_id, asset, key, version_id, etag, what, latest, size, last_modified,
                    storage_class, owner, seen, changed, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (exit_id, asset, key, version_id, etag) do update
                set latest = excluded.latest, size = excluded.size, last_modified = excluded.last_modified,
                    storage_class = excluded.storage_class, owner = excluded.owner, seen = excluded.seen,
                    changed = case when o.seen < excluded.seen - 1
                                     or (o.latest, o.size, o.last_modified, o.storage_class)
                                        is distinct from (excluded.latest, excluded.size, excluded.last_modified, excluded.storage_class)
                              then excluded.seen else o.changed end,
                    state = case when (o.size, o.last_modified) is distinct from (excluded.size, excluded.last_modified)
                            then excluded.state else o.state end""", entries, 1000, (statement, entry) -> {
            statement.setString(1, run.exit());
            statement.setString(2, run.asset());
            statement.setBytes(3, entry.key().getBytes(UTF_8));
            statement.setString(4, entry.versionId());
            statement.setString(5, entry.etag());
            statement.setString(6, entry.what().name());
            statement.setBoolean(7, entry.latest());
            statement.setLong(8, entry.size());
            statement.setTimestamp(9, timestamp(entry.lastModified()));
            statement.setString(10, entry.storageClass());
            statement.setString(11, entry.owner());
            statement.setInt(12, pass);
            statement.setInt(13, pass);
            statement.setString(
                    14,
                    entry.what() == BucketEntry.What.VERSION
                            ? "LISTED"
                            : entry.what().name());
        });
    }

    /** Begins to list from the start again. */
    @Transactional
    public Listing nextPass(Run run) {
        own(of(run, """
                update work.bucket_listing set pass = pass + 1, ended = false, in_uploads = false, marker_key = null,
                    marker_id = null""" + OF + "and attempt = :attempt").update());
        return of(run, "select pass, complete from work.bucket_listing" + OF)
                .query((row, n) -> new Listing(row.getInt("pass"), row.getInt("complete"), false, false, null))
                .single();
    }

    /** What an earlier attempt copied of exactly the same version is not copied again. */
    @Transactional
    public int reuse(Run run) {
        return of(run, """
                update work.bucket_object o
                set state = 'HELD', sha256 = p.sha256, copied_in = p.copied_in, facts = p.facts
                from handback.attempt_object p
                where o.exit_id = :exit and o.asset = :asset and o.state = 'LISTED' and p.exit_id = o.exit_id and p.asset = o.asset
                  and p.number = (select max(x.number) from handback.attempt_object x
                                  join handback.attempt a using (exit_id, asset, number)
                                  join handback.attempt now on (now.exit_id, now.asset, now.number) = (:exit, :asset, :attempt)
                                  where x.exit_id = :exit and x.asset = :asset
                                    and (a.connection, a.locator) is not distinct from (now.connection, now.locator))
                  and p.state = 'HELD' and p.code is null and p.etag <> ''
                  and (p.key, p.version_id, p.etag, p.size) = (o.key, o.version_id, o.etag, o.size)
                  and p.last_modified is not distinct from o.last_modified""").update();
    }

    /** Rows that this pass or a later one listed, in the order of their bytes, after a place. */
    List<Row> rows(Run run, int pass, Place after, int size) {
        return of(
                        run,
                        "select * from work.bucket_object" + OF
                                + "and seen >= :pass and (key, version_id, etag) > (:key, :version, :etag)"
                                + " order by key, version_id, etag limit :size")
                .param("pass", pass)
                .param("key", after.key())
                .param("version", after.versionId())
                .param("etag", after.etag())
                .param("size", size)
                .query(Row.class)
                .list();
    }

    @Transactional
    public void copied(Run run, Collection<Copied> copies) {
        own(of(run, "update work.bucket_listing set pass = pass" + OF + "and attempt = :attempt")
                .update());
        batches.batchUpdate("""
                update work.bucket_object set state = ?, sha256 = ?, copied_in = ?, facts = ?::jsonb, code = ?, detail = ?
                where exit_id = ? and asset = ? and key = ? and version_id = ? and etag = ?""", copies, 1000, (statement, copy) -> {
            statement.setString(1, copy.state().name());
            statement.setString(2, copy.sha256());
            statement.setObject(3, copy.sha256() == null ? null : run.attempt(), java.sql.Types.INTEGER);
            statement.setString(4, copy.facts());
            statement.setString(5, copy.code());
            statement.setString(6, copy.detail());
            statement.setString(7, run.exit());
            statement.setString(8, run.asset());
            statement.setBytes(9, copy.row().key());
            statement.setString(10, copy.row().versionId());
            statement.setString(11, copy.row().etag());
        });
    }

    Difference difference(Run run, int pass) {
        return of(run, """
                select count(*) filter (where seen = :pass and changed = :pass) as added,
                       count(*) filter (where seen = :pass - 1) as vanished
                from work.bucket_object""" + OF).param("pass", pass).query(Difference.class).single();
    }

    List<String> different(Run run, int pass, int most) {
        return of(
                        run,
                        "select key from work.bucket_object" + OF
                                + "and (seen = :pass and changed = :pass or seen = :pass - 1) order by key limit :most")
                .param("pass", pass)
                .param("most", most)
                .query((row, n) -> new String(row.getBytes("key"), UTF_8))
                .list();
    }

    Totals totals(Run run, int pass) {
        return of(run, """
                select count(*) filter (where what = 'VERSION') as versions, count(*) filter (where what = 'MARKER') as markers,
                       count(*) filter (where what = 'UPLOAD') as uploads,
                       count(distinct key) filter (where what = 'VERSION') as objects,
                       coalesce(sum(size) filter (where what = 'VERSION'), 0) as bytes,
                       coalesce(sum(size) filter (where state = 'HELD'), 0) as held_bytes,
                       count(*) filter (where what = 'VERSION' and state <> 'HELD') as not_held,
                       count(code) as faults
                from work.bucket_object""" + OF + "and seen >= :pass")
                .param("pass", pass)
                .query(Totals.class)
                .single();
    }

    /** A key whose version is listed with more bytes than this. */
    Optional<String> larger(Run run, int pass, long bytes) {
        return of(run, "select key from work.bucket_object" + OF + "and seen >= :pass and size > :bytes limit 1")
                .param("pass", pass)
                .param("bytes", bytes)
                .query((row, n) -> new String(row.getBytes("key"), UTF_8))
                .optional();
    }

    List<Fault> faults(Run run, int pass) {
        return of(
                        run,
                        "select code, count(*) as count, min(detail) as example from work.bucket_object" + OF
                                + "and seen >= :pass and code is not null group by code order by code")
                .param("pass", pass)
                .query(Fault.class)
                .list();
    }

    private JdbcClient.StatementSpec of(Run run, String sql) {
        var statement = db.sql(sql).param("exit", run.exit()).param("asset", run.asset());
        return sql.contains(":attempt") ? statement.param("attempt", run.attempt()) : statement;
    }

    private static void own(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("another attempt has taken this bucket over; nothing more is written here");
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
