package dev.handback.assets;

import dev.handback.exits.Refusals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AssetsTable {
    private static final List<String> CELLS = List.of(
            "title",
            "kind",
            "origin",
            "disposition",
            "connection",
            "locator",
            "exposure",
            "right",
            "owner",
            "ownership_basis",
            "classification",
            "personal_data",
            "medium",
            "holder",
            "locations",
            "baseline",
            "expected",
            "expected_by",
            "wave",
            "priority",
            "destination_connection",
            "destination",
            "depends_on");

    private static final String WITH_LAST = """
            select s.*, l.number as last_number, l.outcome as last_outcome, l.ended as last_ended, l.decision as last_decision
            from handback.asset_state s
            left join handback.last_attempt l on l.exit_id = s.exit_id and l.asset = s.asset
            """;

    private final JdbcClient db;

    AssetsTable(JdbcClient db) {
        this.db = db;
    }

    /** Writes the next version of a row; versions without a gap are the guard's to check. */
    void insert(String exit, String asset, int version, String action, String reason, Map<String, String> cells) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        CELLS.forEach(cell -> values.put(cell, cells.get(cell)));
        Refusals.told(() -> db.sql("""
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition,
                    connection, locator, exposure, rights, owner, ownership_basis, classification, personal_data, medium,
                    holder, locations, baseline, expected, expected_by, wave, priority, destination_connection,
                    destination, depends_on)
                values (:exit, :asset, :version, :action, :reason, :title, :kind, :origin, :disposition, :connection,
                    :locator, :exposure, :right, :owner, :ownership_basis, :classification, :personal_data::boolean,
                    :medium, :holder, :locations, :baseline, :expected, :expected_by, :wave, :priority::int,
                    :destination_connection, :destination, :depends_on)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("version", version)
                .param("action", action)
                .param("reason", reason)
                .params(values)
                .update());
    }

    Map<String, Integer> versions(String exit) {
        var versions = new LinkedHashMap<String, Integer>();
        db.sql("select asset, version from handback.asset where exit_id = :exit")
                .param("exit", exit)
                .query(row -> {
                    versions.put(row.getString("asset"), row.getInt("version"));
                });
        return versions;
    }

    /** Living rows as the cells of a register file; one asset's, or all when {@code asset} is null. */
    List<Map<String, String>> cells(String exit, @Nullable String asset) {
        return db.sql("""
                select asset, title, kind, origin, disposition, connection, locator, exposure, rights as "right", owner,
                    ownership_basis, classification, case when personal_data then 'yes' when not personal_data then 'no' end
                    as personal_data, medium, holder, locations, baseline, expected, expected_by, wave, priority,
                    destination_connection, destination, depends_on
                from handback.asset
                where exit_id = :exit and action <> 'WITHDRAWN' and (:asset::text is null or asset = :asset)
                order by asset collate "C\"""")
                .param("exit", exit)
                .param("asset", asset, java.sql.Types.VARCHAR)
                .query((row, n) -> {
                    var cells = new LinkedHashMap<String, String>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        if (row.getString(i) != null) {
                            cells.put(row.getMetaData().getColumnLabel(i), row.getString(i));
                        }
                    }
                    return (Map<String, String>) cells;
                })
                .list();
    }

    Optional<Asset> find(String exit, String asset) {
        return db.sql(WITH_LAST + "where s.exit_id = :exit and s.asset = :asset")
                .param("exit", exit)
                .param("asset", asset)
                .query(Asset.class)
                .optional();
    }

    List<Asset> page(String exit, @Nullable String state, int page, int size) {
        return db.sql(WITH_LAST + """
                where s.exit_id = :exit and (:state::text is null or s.return_state = :state)
                order by s.asset collate "C" limit :size offset :skip""")
                .param("exit", exit)
                .param("state", state, java.sql.Types.VARCHAR)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(Asset.class)
                .list();
    }

    Map<String, Long> states(String exit) {
        var states = new LinkedHashMap<String, Long>();
        db.sql(
                        "select return_state, count(*) as n from handback.asset_state where exit_id = :exit group by 1 order by 1")
                .param("exit", exit)
                .query(row -> {
                    states.put(row.getString("return_state"), row.getLong("n"));
                });
        return states;
    }

    /** Connections over which living assets of the exit are fetched. */
    List<String> connections(String exit) {
        return db.sql("""
                select distinct connection from handback.asset
                where exit_id = :exit and action <> 'WITHDRAWN' and connection is not null and disposition <> 'DESTROY_ONLY'
                order by connection""").param("exit", exit).query(String.class).list();
    }

    /** Nobody else changes the register of this exit before the transaction ends: what overlaps is seen by the second one. */
    void lock(String exit) {
        db.sql("select handback.lock_exit(:exit)")
                .param("exit", exit)
                .query(String.class)
                .single();
    }

    /** Living assets that come home, over a connection or by hand, in the order they should: priority first. */
    List<String> toRetrieve(String exit) {
        return db.sql("""
                select asset from handback.asset
                where exit_id = :exit and action <> 'WITHDRAWN' and disposition <> 'DESTROY_ONLY'
                order by priority nulls last, asset collate "C\"""").param("exit", exit).query(String.class).list();
    }

    /** Living assets that the newest agreement does not cover, in the order they should be retrieved. */
    List<String> notAgreed(String exit) {
        return db.sql("""
                select asset from handback.asset join handback.asset_not_agreed using (exit_id, asset)
                where exit_id = :exit order by priority nulls last, asset collate "C\"""").param("exit", exit).query(String.class).list();
    }

    void agree(String exit) {
        Refusals.told(() -> db.sql("""
                insert into handback.register_agreed (exit_id, version, assets, digest)
                select :exit, 1 + coalesce((select max(version) from handback.register_agreed where exit_id = :exit), 0),
                       (select count(*) from handback.asset where exit_id = :exit and action <> 'WITHDRAWN'),
                       handback.register_digest(:exit)""").param("exit", exit).update());
    }

    boolean agreed(String exit) {
        return db.sql("select exists (select 1 from handback.register_agreed where exit_id = :exit)")
                .param("exit", exit)
                .query(Boolean.class)
                .single();
    }
}
