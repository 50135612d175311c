package dev.handback.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.Refusals;
import dev.handback.retrieval.DiscoveredPlace.Standing;
import dev.handback.sources.HolderList;
import dev.handback.vault.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists that were asked for, their rows, and how they stand beside the register. */
@Component
class DiscoveriesTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final JdbcTemplate batches;

    DiscoveriesTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    String ask(String exit, String connection) {
        return Refusals.told(() -> db.sql(
                        "insert into handback.discovery_asked (exit_id, connection) values (:exit, :connection) returning discovery")
                .param("exit", exit)
                .param("connection", connection)
                .query(String.class)
                .single());
    }

    /** The rows first: the fact counts them. */
    void listed(Discovery asked, HolderList list, Stored stored) {
        int[] ordinal = {0};
        Refusals.told(() -> batches.batchUpdate("""
                insert into handback.discovery_place (discovery, ordinal, kind, locator, within, marks, bytes, refused)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)""", list.places(), 1_000, (statement, place) -> {
            statement.setString(1, asked.discovery());
            statement.setInt(2, ++ordinal[0]);
            statement.setString(3, place.kind().name());
            statement.setString(4, place.locator());
            statement.setBoolean(5, place.within());
            statement.setString(6, json(place.marks()));
            statement.setObject(7, place.bytes(), Types.BIGINT);
            statement.setString(8, place.refused());
        }));
        Refusals.told(() -> db.sql("""
                insert into handback.discovery_listed (discovery, exit_id, asked, seen_as, list_sha256, list_bytes, said)
                values (:discovery, :exit, :asked, :seen, :sha256, :bytes, :said::jsonb)""")
                .param("discovery", asked.discovery())
                .param("exit", asked.exitId())
                .param("asked", list.asked())
                .param("seen", list.seenAs())
                .param("sha256", stored.sha256().hex())
                .param("bytes", stored.bytes())
                .param("said", json(list.said()))
                .update());
    }

    void failed(Discovery asked, String code, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.discovery_failed (discovery, exit_id, code, reason) values (:discovery, :exit, :code, :reason)""")
                .param("discovery", asked.discovery())
                .param("exit", asked.exitId())
                .param("code", code)
                .param("reason", reason)
                .update());
    }

    Optional<Discovery> find(String discovery) {
        return db.sql("select * from handback.discovery_state where discovery = :discovery")
                .param("discovery", discovery)
                .query(DiscoveriesTable::discovery)
                .optional();
    }

    List<Discovery> list(String exit, int page, int size) {
        return db.sql("""
                select * from handback.discovery_state where exit_id = :exit order by ordinal desc limit :size offset :skip""")
                .param("exit", exit)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(DiscoveriesTable::discovery)
                .list();
    }

    Map<Standing, Long> standings(String discovery) {
        var counts = new EnumMap<Standing, Long>(Standing.class);
        db.sql("select standing, count(*) as n from handback.discovered(:discovery) group by 1")
                .param("discovery", discovery)
                .query(row -> {
                    counts.put(Standing.valueOf(row.getString("standing")), row.getLong("n"));
                });
        return counts;
    }

    /** What is missing in the register first. */
    List<DiscoveredPlace> places(String discovery, @Nullable Standing standing, int page, int size) {
        return db.sql("""
                select * from handback.discovered(:discovery) where standing = coalesce(:standing, standing)
                order by array_position(array['ONLY_THEIRS', 'MAYBE', 'IN_PART', 'IN_BOTH', 'OUTSIDE'], standing), ordinal
                limit :size offset :skip""")
                .param("discovery", discovery)
                .param("standing", standing == null ? null : standing.name(), Types.VARCHAR)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(DiscoveriesTable::place)
                .list();
    }

    List<String> missing(String discovery, boolean wikis) {
        return db.sql("""
                select locator from handback.discovered(:discovery)
                where refused is null and (standing = 'ONLY_THEIRS' or standing = 'MAYBE' and :wikis) order by ordinal""")
                .param("discovery", discovery)
                .param("wikis", wikis)
                .query(String.class)
                .list();
    }

    List<String> onlyOurs(String discovery, int page, int size) {
        return db.sql("""
                select asset from handback.not_discovered(:discovery) order by asset collate "C" limit :size offset :skip""")
                .param("discovery", discovery)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(String.class)
                .list();
    }

    long onlyOurs(String discovery) {
        return db.sql("select count(*) from handback.not_discovered(:discovery)")
                .param("discovery", discovery)
                .query(Long.class)
                .single();
    }

    private static Discovery discovery(ResultSet row, int n) throws SQLException {
        var ended = row.getObject("ended_at", OffsetDateTime.class);
        var said = row.getString("said");
        return new Discovery(
                row.getString("discovery"),
                row.getString("exit_id"),
                row.getString("connection"),
                row.getString("asked_by"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                Discovery.State.valueOf(row.getString("state")),
                ended == null ? null : ended.toInstant(),
                row.getString("asked"),
                row.getString("seen_as"),
                row.getString("list_sha256"),
                row.getObject("places", Integer.class),
                row.getObject("in_both", Integer.class),
                row.getObject("only_theirs", Integer.class),
                row.getObject("only_ours", Integer.class),
                said == null ? List.of() : read(said, new TypeReference<>() {}),
                row.getString("code"),
                row.getString("reason"));
    }

    private static DiscoveredPlace place(ResultSet row, int n) throws SQLException {
        return new DiscoveredPlace(
                row.getInt("ordinal"),
                row.getString("kind"),
                row.getString("locator"),
                read(row.getString("marks"), new TypeReference<>() {}),
                row.getObject("bytes", Long.class),
                row.getString("refused"),
                row.getString("asset"),
                Standing.valueOf(row.getString("standing")));
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
