package dev.handback.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Checks of packages that were asked for; each is its person's own. */
@Component
class VerificationsTable {
    private static final String MINE = " and person = current_setting('handback.actor', true)";
    private static final String COLUMNS =
            "id, package, name, bytes, sha256, quick, anchors, log_key, asked_at, ended_at, exit_code, problem";

    private final JdbcClient db;

    VerificationsTable(JdbcClient db) {
        this.db = db;
    }

    /** @param mine whether only those of the actor count */
    long onTheirWay(boolean mine) {
        return db.sql("select count(*) from work.verification where ended_at is null and bytes is not null"
                        + (mine ? MINE : ""))
                .query(Long.class)
                .single();
    }

    long withoutFile() {
        return db.sql("select count(*) from work.verification where ended_at is null and bytes is null" + MINE)
                .query(Long.class)
                .single();
    }

    /** @param number null for an upload */
    String ask(@Nullable String number, @Nullable Long bytes, @Nullable String sha256, HowToVerify how) {
        return db.sql("""
                insert into work.verification (person, package, bytes, sha256, quick, anchors, log_key)
                values (current_setting('handback.actor', true), :package, :bytes, :sha256, :quick, :anchors, :key)
                returning id""")
                .param("package", number)
                .param("bytes", bytes)
                .param("sha256", sha256)
                .param("quick", how.quick())
                .param("anchors", how.anchors())
                .param("key", how.logKey())
                .query(String.class)
                .single();
    }

    /** False when it has a file already. */
    boolean uploaded(String id, String name, long bytes, String sha256) {
        return db.sql("""
                update work.verification set name = :name, bytes = :bytes, sha256 = :sha256
                where id = :id and bytes is null""" + MINE)
                        .param("id", id)
                        .param("name", name)
                        .param("bytes", bytes)
                        .param("sha256", sha256)
                        .update()
                == 1;
    }

    void ended(String id, CheckPackage.Judged judged) {
        db.sql("""
                update work.verification
                   set exit_code = :code, problem = :problem, verdict = :verdict, ended_at = clock_timestamp()
                 where id = :id""")
                .param("id", id)
                .param("code", judged.exitCode())
                .param("problem", judged.problem())
                .param("verdict", judged.verdict())
                .update();
    }

    Optional<Verification> mine(String id) {
        return find(id, MINE);
    }

    /** For the step that checks it. */
    Optional<Verification> find(String id) {
        return find(id, "");
    }

    private Optional<Verification> find(String id, String whose) {
        return db.sql("select " + COLUMNS + " from work.verification where id = :id" + whose)
                .param("id", id)
                .query(VerificationsTable::row)
                .optional();
    }

    List<Verification> mine(int page, int size) {
        return db.sql("select " + COLUMNS + " from work.verification where true" + MINE
                        + " order by asked_at desc, id limit :size offset :skip")
                .param("size", size)
                .param("skip", (long) page * size)
                .query(VerificationsTable::row)
                .list();
    }

    Optional<String> verdict(String id) {
        return db.sql("select verdict from work.verification where id = :id and verdict is not null" + MINE)
                .param("id", id)
                .query(String.class)
                .optional();
    }

    /** Those whose uploaded file is still needed. */
    Set<String> needed() {
        return db.sql("select id from work.verification where ended_at is null and bytes is not null")
                .query(String.class)
                .set();
    }

    void forget(Duration keep, Duration withoutFile) {
        db.sql("""
                delete from work.verification
                 where ended_at < clock_timestamp() - make_interval(secs => :keep)
                    or (bytes is null and asked_at < clock_timestamp() - make_interval(secs => :without))""")
                .param("keep", keep.toSeconds())
                .param("without", withoutFile.toSeconds())
                .update();
    }

    private static Verification row(ResultSet row, int n) throws SQLException {
        return new Verification(
                row.getString("id"),
                row.getString("package"),
                row.getString("name"),
                row.getObject("bytes", Long.class),
                row.getString("sha256"),
                new HowToVerify(row.getBoolean("quick"), row.getString("anchors"), row.getString("log_key")),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("ended_at", OffsetDateTime.class)),
                row.getObject("exit_code", Integer.class),
                row.getString("problem"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
