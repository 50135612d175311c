package dev.handback.destruction;

import dev.handback.exits.Refusals;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AttestationLinksTable {
    private final JdbcClient db;

    AttestationLinksTable(JdbcClient db) {
        this.db = db;
    }

    String insert(Order order, String holder, String tokenSha256, Instant expiresAt) {
        return Refusals.told(() -> db.sql("""
                insert into handback.attestation_link (exit_id, number, holder, token_sha256, expires_at)
                values (:exit, :number, :holder, :token, :expires) returning link""")
                .param("exit", order.exitId())
                .param("number", order.number())
                .param("holder", holder)
                .param("token", tokenSha256)
                .param("expires", Timestamp.from(expiresAt))
                .query(String.class)
                .single());
    }

    void revoke(String exit, String link, String reason) {
        Refusals.told(() -> db.sql(
                        "insert into handback.attestation_link_revoked (link, exit_id, reason) values (:link, :exit, :reason)")
                .param("link", link)
                .param("exit", exit)
                .param("reason", reason)
                .update());
    }

    Optional<AttestationLink> find(String tokenSha256) {
        return db.sql("select * from handback.attestation_link_state where token_sha256 = :token")
                .param("token", tokenSha256)
                .query(AttestationLink.class)
                .optional();
    }

    List<AttestationLink> list(String number) {
        return db.sql("select * from handback.attestation_link_state where number = :number order by ordinal desc")
                .param("number", number)
                .query(AttestationLink.class)
                .list();
    }
}
