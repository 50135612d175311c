package dev.handback.process;

import dev.handback.exits.Refusals;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RepairsTable {
    private final JdbcClient db;

    RepairsTable(JdbcClient db) {
        this.db = db;
    }

    UUID propose(String exit, String instance, String activity, String kind, String reason) {
        return Refusals.told(() -> db.sql("""
                insert into handback.repair_proposed (exit_id, instance, activity, kind, reason)
                values (:exit, :instance, :activity, :kind, :reason) returning fact""")
                .param("exit", exit)
                .param("instance", instance)
                .param("activity", activity)
                .param("kind", kind)
                .param("reason", reason)
                .query(UUID.class)
                .single());
    }

    void decide(Repair repair, boolean approved, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.repair_decided (exit_id, proposal, decision, reason)
                values (:exit, :proposal, :decision, :reason)""")
                .param("exit", repair.exitId())
                .param("proposal", repair.proposal())
                .param("decision", approved ? "APPROVED" : "REFUSED")
                .param("reason", reason)
                .update());
    }

    Optional<Repair> find(UUID proposal) {
        return db.sql("select * from handback.repair where proposal = :proposal")
                .param("proposal", proposal)
                .query(Repair.class)
                .optional();
    }

    /** The newest first. */
    List<Repair> list(int from, int limit) {
        return db.sql("select * from handback.repair order by proposed_at desc limit :limit offset :from")
                .param("limit", limit)
                .param("from", from)
                .query(Repair.class)
                .list();
    }
}
