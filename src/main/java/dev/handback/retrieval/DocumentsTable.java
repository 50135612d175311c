package dev.handback.retrieval;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What attempts found in buckets. */
@Component
class DocumentsTable {
    private static final int CONTENTS = 1_000;

    private final JdbcClient db;

    DocumentsTable(JdbcClient db) {
        this.db = db;
    }

    /** Turns the inventory of a running attempt into the detail of its fact, in the transaction that ends it. */
    void keep(String exit, String asset, int number) {
        db.sql("""
                insert into handback.attempt_object (exit_id, asset, number, ordinal, key, version_id, etag, what, latest, size,
                    last_modified, storage_class, owner, state, sha256, copied_in, facts, code, detail)
                select o.exit_id, o.asset, :number,
                       row_number() over (order by o.seen < l.complete, o.key, o.version_id, o.etag), o.key, o.version_id, o.etag,
                       o.what, o.latest, o.size, o.last_modified, o.storage_class, o.owner,
                       case when o.seen < l.complete then 'VANISHED' when o.state = 'LISTED' then 'NOT_HELD' else o.state end,
                       o.sha256, o.copied_in, o.facts, o.code, o.detail
                from work.bucket_object o join work.bucket_listing l using (exit_id, asset)
                where o.exit_id = :exit and o.asset = :asset and l.attempt = :number""")
                .param("number", number)
                .param("exit", exit)
                .param("asset", asset)
                .update();
        for (var table : List.of("work.bucket_object", "work.bucket_listing")) {
            db.sql("delete from " + table + " where exit_id = :exit and asset = :asset")
                    .param("exit", exit)
                    .param("asset", asset)
                    .update();
        }
    }

    List<HeldDocument> after(String exit, String asset, int number, long ordinal, int size) {
        return db.sql("""
                select ordinal, key, version_id, etag, what, latest, size, last_modified, storage_class, owner, state, sha256,
                       copied_in, facts::text as facts, code, detail
                from handback.attempt_object
                where exit_id = :exit and asset = :asset and number = :number and ordinal > :ordinal
                order by ordinal limit :size""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("ordinal", ordinal)
                .param("size", size)
                .query(HeldDocument.class)
                .list();
    }

    /** The digests of an attempt's contents after one of them, each once; empty at the end. */
    List<String> contents(String exit, String asset, int number, String after) {
        return db.sql("""
                select distinct sha256 from handback.attempt_object
                where exit_id = :exit and asset = :asset and number = :number and sha256 > :after
                order by sha256 limit :size""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("after", after)
                .param("size", CONTENTS)
                .query(String.class)
                .list();
    }
}
