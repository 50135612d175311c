package dev.handback.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.Refusals;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PlacingsTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;

    PlacingsTable(JdbcClient db) {
        this.db = db;
    }

    // the trigger knows what of it is placed, and where
    int ask(String exit, String asset) {
        return Refusals.told(() -> db.sql("""
                insert into handback.placing_asked (exit_id, asset, ordinal, number, content_digest, destination_connection, destination)
                values (:exit, :asset, 1, 1, '', '', '') returning ordinal""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Integer.class)
                .single());
    }

    void placed(String exit, String asset, int placing, String listing, PlacingOutcome outcome) {
        Refusals.told(() -> db.sql("""
                insert into handback.placed (exit_id, asset, ordinal, listing_sha256, things, seen_as, findings)
                values (:exit, :asset, :placing, :listing, :things, :seenAs, cast(:findings as jsonb))""")
                .param("exit", exit)
                .param("asset", asset)
                .param("placing", placing)
                .param("listing", listing)
                .param("things", outcome.things())
                .param("seenAs", outcome.seenAs())
                .param("findings", json(outcome.findings()))
                .update());
    }

    void failed(String exit, String asset, int placing, String seenAs, List<Finding> findings) {
        Refusals.told(() -> db.sql("""
                insert into handback.placing_failed (exit_id, asset, ordinal, seen_as, findings)
                values (:exit, :asset, :placing, :seenAs, cast(:findings as jsonb))""")
                .param("exit", exit)
                .param("asset", asset)
                .param("placing", placing)
                .param("seenAs", seenAs)
                .param("findings", json(findings))
                .update());
    }

    Optional<Placing> open(String exit, String asset) {
        return list(exit, asset).stream()
                .filter(placing -> placing.state().equals("ASKED"))
                .findFirst();
    }

    /** The newest first. */
    List<Placing> list(String exit, String asset) {
        return db.sql("select * from handback.placings where exit_id = :exit and asset = :asset order by ordinal desc")
                .param("exit", exit)
                .param("asset", asset)
                .query((row, number) -> placing(row))
                .list();
    }

    private static Placing placing(ResultSet row) throws SQLException {
        return new Placing(
                row.getInt("ordinal"),
                row.getString("state"),
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                row.getInt("number"),
                row.getString("content_digest"),
                row.getString("destination_connection"),
                row.getString("destination"),
                instant(row.getTimestamp("ended_at")),
                row.getString("listing_sha256"),
                row.getObject("things", Long.class),
                row.getString("seen_as"),
                findings(row.getString("findings")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private static List<Finding> findings(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings of a placing are unreadable", e);
        }
    }

    private static String json(List<Finding> findings) {
        try {
            return JSON.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings cannot be written as JSON", e);
        }
    }
}
