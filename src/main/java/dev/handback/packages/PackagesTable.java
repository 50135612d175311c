package dev.handback.packages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.Sha256;
import dev.handback.custody.Checkpoint;
import dev.handback.exits.Refusals;
import dev.handback.packages.HandOverPackage.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Packages asked for, built, or not built. */
@Component
class PackagesTable {
    private final JdbcClient db;

    PackagesTable(JdbcClient db) {
        this.db = db;
    }

    /** Living assets of the register, in their order. */
    List<String> living(String exit) {
        return db.sql(
                        "select asset from handback.asset where exit_id = :exit and action <> 'WITHDRAWN' order by asset collate \"C\"")
                .param("exit", exit)
                .query(String.class)
                .list();
    }

    /** Whether the actor of this transaction is of those who ask for packages; the insert asks again. */
    boolean mayAsk() {
        return db.sql("""
                select handback.member_of(a.who, 'operations') or handback.member_of(a.who, 'legal')
                from (select current_setting('handback.actor', true)) a(who)""").query(Boolean.class).single();
    }

    /** The quarantine that seals, or had erased, what a package holds or would hold. */
    Optional<String> sealedBy(String number) {
        return db.sql(
                        "select min(quarantine) from handback.package_sealed where package = :package having count(*) > 0")
                .param("package", number)
                .query(String.class)
                .optional();
    }

    void lock(String exit) {
        db.sql("select handback.lock_exit(:exit)").param("exit", exit).query().singleRow();
    }

    String request(String exit, List<String> scope, boolean everything, Checkpoint checkpoint) {
        var ordinal = db.sql(
                        "select coalesce(max(ordinal), 0) + 1 from handback.package_requested where exit_id = :exit")
                .param("exit", exit)
                .query(Integer.class)
                .single();
        var number = exit + "-P" + ordinal;
        Refusals.told(() -> db.sql("""
                insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint)
                values (:package, :exit, :ordinal, :scope::jsonb, :everything, :size, :checkpoint)""")
                .params(Map.of(
                        "package", number,
                        "exit", exit,
                        "ordinal", ordinal,
                        "scope", Json.array(scope),
                        "everything", everything,
                        "size", checkpoint.size(),
                        "checkpoint", checkpoint.note()))
                .update());
        return number;
    }

    void built(HandOverPackage wanted, BuildPackage.Built built) {
        Refusals.told(() -> db.sql("""
                insert into handback.package_built (package, exit_id, sha256, bytes, files, scope, ledger_size)
                values (:package, :exit, :sha256, :bytes, :files, :scope::jsonb, :size)""")
                .params(Map.of(
                        "package", wanted.number(),
                        "exit", wanted.exitId(),
                        "sha256", built.stored().sha256().hex(),
                        "bytes", built.stored().bytes(),
                        "files", built.files(),
                        "scope", Json.array(wanted.scope()),
                        "size", wanted.ledgerSize()))
                .update());
    }

    void failed(HandOverPackage wanted, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.package_failed (exit_id, package, reason) values (:exit, :package, :reason)""")
                .params(Map.of("exit", wanted.exitId(), "package", wanted.number(), "reason", reason))
                .update());
    }

    Optional<HandOverPackage> find(String number) {
        return db.sql("select * from handback.package_state where package = :package")
                .param("package", number)
                .query(PackagesTable::row)
                .optional();
    }

    /** One of exactly this scope, of which nothing has changed since. */
    Optional<HandOverPackage> same(String exit, List<String> scope) {
        return db.sql("""
                select * from handback.package_state
                where exit_id = :exit and scope = :scope::jsonb and current order by ordinal desc limit 1""")
                .param("exit", exit)
                .param("scope", Json.array(scope))
                .query(PackagesTable::row)
                .optional();
    }

    List<HandOverPackage> list(String exit, int page, int size) {
        return db.sql("""
                select * from handback.package_state where exit_id = :exit
                order by ordinal desc limit :size offset :skip""")
                .param("exit", exit)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(PackagesTable::row)
                .list();
    }

    List<HandOverPackage> newest(int most) {
        return db.sql(
                        "select * from handback.package_state where sha256 is not null order by built_at desc limit :most")
                .param("most", most)
                .query(PackagesTable::row)
                .list();
    }

    /** The same bytes may have been built twice; they are the same package then. */
    Optional<HandOverPackage> withDigest(Sha256 sha256) {
        return db.sql("select * from handback.package_state where sha256 = :sha256 order by built_at limit 1")
                .param("sha256", sha256.hex())
                .query(PackagesTable::row)
                .optional();
    }

    private static HandOverPackage row(ResultSet row, int n) throws SQLException {
        var failure = row.getString("failure");
        var sha256 = row.getString("sha256");
        return new HandOverPackage(
                row.getString("package"),
                row.getString("exit_id"),
                row.getInt("ordinal"),
                StreamSupport.stream(Json.read(row.getString("scope")).spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                row.getBoolean("everything"),
                row.getLong("ledger_size"),
                row.getString("checkpoint"),
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                sha256 != null ? State.BUILT : failure != null ? State.FAILED : State.BUILDING,
                sha256,
                row.getObject("bytes", Long.class),
                row.getObject("files", Long.class),
                instant(row.getObject("built_at", OffsetDateTime.class)),
                failure,
                row.getBoolean("current"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
