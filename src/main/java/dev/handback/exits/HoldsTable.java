package dev.handback.exits;

import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class HoldsTable {
    private final JdbcClient db;

    HoldsTable(JdbcClient db) {
        this.db = db;
    }

    String place(
            String exit,
            @Nullable String asset,
            @Nullable String holder,
            @Nullable String location,
            String reason,
            String document) {
        return Refusals.told(() -> db.sql("""
                insert into handback.hold_placed (exit_id, asset, holder, location, reason, document)
                values (:exit, :asset, :holder, :location, :reason, :document) returning hold""")
                .param("exit", exit)
                .param("asset", asset, Types.VARCHAR)
                .param("holder", holder, Types.VARCHAR)
                .param("location", location, Types.VARCHAR)
                .param("reason", reason)
                .param("document", document)
                .query(String.class)
                .single());
    }

    void lift(String exit, String hold, String reason) {
        Refusals.told(
                () -> db.sql("insert into handback.hold_lifted (exit_id, hold, reason) values (:exit, :hold, :reason)")
                        .param("exit", exit)
                        .param("hold", hold)
                        .param("reason", reason)
                        .update());
    }

    Optional<Hold> find(String exit, String hold) {
        return db.sql("select * from handback.hold where exit_id = :exit and hold = :hold")
                .param("exit", exit)
                .param("hold", hold)
                .query(Hold.class)
                .optional();
    }

    List<Hold> list(String exit) {
        return db.sql("select * from handback.hold where exit_id = :exit order by placed_at desc")
                .param("exit", exit)
                .query(Hold.class)
                .list();
    }

    List<String> heldAssets(String exit) {
        return db.sql("select distinct asset from handback.asset_hold where exit_id = :exit order by asset")
                .param("exit", exit)
                .query(String.class)
                .list();
    }

    List<Hold> over(String exit, String asset) {
        return db.sql("""
                select h.* from handback.asset_hold a join handback.hold h on h.hold = a.hold
                where a.exit_id = :exit and a.asset = :asset order by h.placed_at""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Hold.class)
                .list();
    }
}
