package dev.handback.certificates;

import dev.handback.certificates.CertificateFacts.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return switch (Kind.valueOf(request.kind())) {
            case DESTRUCTION -> Scope.ofDestruction(destroyed(request.exitId(), request.scope()));
            case DRILL_REPORT -> Scope.ofReturn(rehearsed(request.exitId(), request.scope()));
            case ASSET_RETURN, CUSTODY_RECORD -> Scope.ofReturn(returned(request.exitId(), request.scope()));
        };
    }

    // the same rows, with the words that a drill's report freezes
    private List<AssetToCertify> rehearsed(String exit, List<String> scope) {
        return db.sql("""
                select d.*, handback.said_by_vendor(t.exit_id, t.asset) as said_by_vendor from handback.to_certify t
                cross join lateral jsonb_populate_record(t,
                    jsonb_build_object('evidence', handback.drill_evidence(t.exit_id, t.asset))) d
                where t.exit_id = :exit and t.asset in (:scope) order by t.asset collate "C\"""")
                .param("exit", exit)
                .param("scope", scope)
                .query(AssetToCertify.class)
                .list();
    }

    /** What is measured of every living asset of a drill now: asset to words. */
    Map<String, String> measured(String exit) {
        var words = new LinkedHashMap<String, String>();
        db.sql("""
                select asset, handback.drill_evidence(exit_id, asset) as words from handback.asset
                where exit_id = :exit and action <> 'WITHDRAWN' order by asset collate "C\"""").param("exit", exit).query(row -> {
            words.put(row.getString("asset"), row.getString("words"));
        });
        return words;
    }

    private List<AssetToCertify> returned(String exit, List<String> scope) {
        return db.sql("""
                select t.*, handback.said_by_vendor(t.exit_id, t.asset) as said_by_vendor from handback.to_certify t
                where t.exit_id = :exit and t.asset in (:scope) order by t.asset collate "C\"""")
                .param("exit", exit)
                .param("scope", scope)
                .query(AssetToCertify.class)
                .list();
    }

    private Map<String, String> destroyed(String exit, List<String> scope) {
        var words = new LinkedHashMap<String, String>();
        db.sql("""
                select asset, evidence from handback.destruction_to_certify where exit_id = :exit and asset in (:scope)
                order by asset collate "C\"""").param("exit", exit).param("scope", scope).query(row -> {
            words.put(row.getString("asset"), row.getString("evidence"));
        });
        return words;
    }
}
