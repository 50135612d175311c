package dev.handback.certificates;

import dev.handback.certificates.CertificateFacts.Kind;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database says of the assets that a certificate is to name. */
@Component
class ScopeTable {
    private final JdbcClient db;

    ScopeTable(JdbcClient db) {
        this.db = db;
    }

    Scope of(CertificateRequest request) {
        return request.kind().equals(Kind.DESTRUCTION.name())
                ? Scope.ofDestruction(destroyed(request.exitId(), request.scope()))
                : Scope.ofReturn(returned(request.exitId(), request.scope()));
    }

    private List<AssetToCertify> returned(String exit, List<String> scope) {
        return db.sql("""
                select * from handback.to_certify where exit_id = :exit and asset in (:scope) order by asset collate "C\"""")
                .param("exit", exit)
                .param("scope", scope)
                .query(AssetToCertify.class)
                .list();
    }

    private List<DestructionToCertify> destroyed(String exit, List<String> scope) {
        return db.sql("""
                select * from handback.destruction_to_certify where exit_id = :exit and asset in (:scope)
                order by asset collate "C\"""")
                .param("exit", exit)
                .param("scope", scope)
                .query(DestructionToCertify.class)
                .list();
    }
}
