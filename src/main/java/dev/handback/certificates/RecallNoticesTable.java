package dev.handback.certificates;

import dev.handback.exits.Refusals;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RecallNoticesTable {
    private final JdbcClient db;

    RecallNoticesTable(JdbcClient db) {
        this.db = db;
    }

    List<String> grounds(String recall) {
        return db.sql("""
                select distinct f ->> 'code' as code from handback.destruction_recalled r, jsonb_array_elements(r.findings) f
                where r.recall = :recall order by code""").param("recall", recall).query(String.class).list();
    }

    /** The holds that its findings name; the words after the number are for us alone. */
    List<String> holds(String recall) {
        return db.sql("""
                select distinct substring(f ->> 'detail' from '^hold (\\S+) over') as hold
                from handback.destruction_recalled r, jsonb_array_elements(r.findings) f
                where r.recall = :recall and f ->> 'code' = 'ON_HOLD' order by hold""").param("recall", recall).query(String.class).list();
    }

    List<RecallFacts.Asset> assets(String recall) {
        return db.sql("""
                select a.asset, a.title, a.holder, a.locations, a.locator from handback.recalled_asset r
                join handback.asset a on a.exit_id = r.exit_id and a.asset = r.asset
                where r.recall = :recall order by a.asset collate "C\"""")
                .param("recall", recall)
                .query(RecallFacts.Asset.class)
                .list();
    }

    void insert(RecallNotices.Sealed notice) {
        Refusals.told(() -> db.sql("""
                insert into handback.recall_notice (exit_id, recall, addressee, order_sealed_sha256, confirm_by, pdf_sha256, facts_sha256, sealed_sha256)
                values (:exit, :recall, :addressee, :order, :confirmBy, :pdf, :facts, :sealed)""")
                .param("exit", notice.exit())
                .param("recall", notice.recall())
                .param("addressee", notice.addressee())
                .param("order", notice.orderSealedSha256())
                .param("confirmBy", notice.confirmBy())
                .param("pdf", notice.pdfSha256())
                .param("facts", notice.factsSha256())
                .param("sealed", notice.sealedSha256())
                .update());
    }

    Optional<RecallNotices.Kept> find(String exit, String recall) {
        return db.sql(
                        "select recall, facts_sha256, sealed_sha256 from handback.recall_notice where exit_id = :exit and recall = :recall")
                .param("exit", exit)
                .param("recall", recall)
                .query(RecallNotices.Kept.class)
                .optional();
    }
}
