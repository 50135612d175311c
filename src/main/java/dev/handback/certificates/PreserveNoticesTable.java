package dev.handback.certificates;

import dev.handback.exits.Refusals;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PreserveNoticesTable {
    private final JdbcClient db;

    PreserveNoticesTable(JdbcClient db) {
        this.db = db;
    }

    /** The assets a hold covers, as a reader knows them. */
    List<String> covered(String exit, String hold) {
        return db.sql("""
                select a.asset || ' · ' || a.title from handback.asset_hold h
                join handback.asset a on a.exit_id = h.exit_id and a.asset = h.asset
                where h.exit_id = :exit and h.hold = :hold and a.action <> 'WITHDRAWN' order by a.asset collate "C\"""")
                .param("exit", exit)
                .param("hold", hold)
                .query(String.class)
                .list();
    }

    void insert(PreserveNotices.Sealed notice) {
        Refusals.told(() -> db.sql("""
                insert into handback.preserve_notice (exit_id, hold, addressee, pdf_sha256, sealed_sha256)
                values (:exit, :hold, :addressee, :pdf, :sealed)""")
                .param("exit", notice.exit())
                .param("hold", notice.hold())
                .param("addressee", notice.addressee())
                .param("pdf", notice.pdfSha256())
                .param("sealed", notice.sealedSha256())
                .update());
    }

    void served(String exit, String hold, LocalDate on, String to, String channel) {
        Refusals.told(() -> db.sql("""
                insert into handback.preserve_notice_served (exit_id, hold, served_on, served_to, channel)
                values (:exit, :hold, :on, :to, :channel)""")
                .param("exit", exit)
                .param("hold", hold)
                .param("on", on)
                .param("to", to)
                .param("channel", channel)
                .update());
    }

    Optional<PreserveNotice> find(String exit, String hold) {
        return db.sql("select * from handback.notice where exit_id = :exit and hold = :hold")
                .param("exit", exit)
                .param("hold", hold)
                .query(PreserveNotice.class)
                .optional();
    }
}
