package dev.handback.assets;

import dev.handback.exits.Refusals;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ExceptionsTable {
    private final JdbcClient db;

    ExceptionsTable(JdbcClient db) {
        this.db = db;
    }

    UUID ask(String exit, String asset, String purpose, String reason, @Nullable LocalDate remedy) {
        return Refusals.told(() -> db.sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason, remedy)
                values (:exit, :asset, :purpose, :reason, :remedy) returning fact""")
                .param("exit", exit)
                .param("asset", asset)
                .param("purpose", purpose)
                .param("reason", reason)
                .param("remedy", remedy, java.sql.Types.DATE)
                .query(UUID.class)
                .single());
    }

    UUID askToBear(String exit, String asset, @Nullable String attestation, String reason) {
        return Refusals.told(() -> db.sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason, attestation)
                values (:exit, :asset, :purpose, :reason, :attestation) returning fact""")
                .param("exit", exit)
                .param("asset", asset)
                .param("purpose", attestation == null ? "UNATTESTED" : "GAPS")
                .param("reason", reason)
                .param("attestation", attestation, java.sql.Types.VARCHAR)
                .query(UUID.class)
                .single());
    }

    void decide(AssetException asked, String decision, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.exception_decided (exit_id, asset, asked, decision, reason)
                values (:exit, :asset, :asked, :decision, :reason)""")
                .param("exit", asked.exitId())
                .param("asset", asked.asset())
                .param("asked", asked.asked())
                .param("decision", decision)
                .param("reason", reason)
                .update());
    }

    Optional<AssetException> newest(String exit, String asset) {
        return db.sql("""
                select * from handback.exception_state where exit_id = :exit and asset = :asset
                order by asked_at desc, asked limit 1""")
                .param("exit", exit)
                .param("asset", asset)
                .query(AssetException.class)
                .optional();
    }

    List<AssetException> list(String exit) {
        return db.sql("select * from handback.exception_state where exit_id = :exit order by asset, asked_at")
                .param("exit", exit)
                .query(AssetException.class)
                .list();
    }
}
