package dev.handback.assets;

import dev.handback.exits.Refusals;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DisputesTable {
    private final JdbcClient db;

    DisputesTable(JdbcClient db) {
        this.db = db;
    }

    void raise(String exit, String asset, String party, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.dispute_raised (exit_id, asset, party, reason) values (:exit, :asset, :party, :reason)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("party", party)
                .param("reason", reason)
                .update());
    }

    void settle(Dispute dispute, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.dispute_settled (exit_id, asset, raised, reason) values (:exit, :asset, :raised, :reason)""")
                .param("exit", dispute.exitId())
                .param("asset", dispute.asset())
                .param("raised", dispute.raised())
                .param("reason", reason)
                .update());
    }

    Optional<Dispute> newest(String exit, String asset) {
        return db.sql("""
                select * from handback.dispute where exit_id = :exit and asset = :asset
                order by settled_at is null desc, raised_at desc limit 1""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Dispute.class)
                .optional();
    }
}
