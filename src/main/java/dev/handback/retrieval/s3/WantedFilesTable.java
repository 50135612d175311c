package dev.handback.retrieval.s3;

import dev.handback.retrieval.PlacingRequest;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files that came by hand: one version each, under the names that they came with. */
@Component
class WantedFilesTable implements WantedRows {
    private static final String OF = " where exit_id = :exit and asset = :asset and number = :number ";

    private final JdbcClient db;

    WantedFilesTable(JdbcClient db) {
        this.db = db;
    }

    @Override
    public Totals totals(PlacingRequest request) {
        return of(request, """
                with held as (select * from handback.attempt_file""" + OF + """
                )
                select count(*) as versions, 0 as markers, 0 as uploads, 0 as not_held,
                       (select count(*) from (select 1 from held group by name having count(*) > 1) k) as several,
                       (select count(*) from (select 1 from held group by name having count(*) > 1) k) as unordered,
                       coalesce(max(octet_length(name)), 0) as longest_key
                from held""").query(Totals.class).single();
    }

    @Override
    public List<Wanted> after(PlacingRequest request, long ordinal, int size) {
        return of(request, """
                select ordinal, name as key, 'null' as version_id, false as marker, true as latest, bytes as size,
                       null::timestamptz as last_modified, sha256
                from handback.attempt_file""" + OF + "and ordinal > :ordinal order by ordinal limit :size")
                .param("ordinal", ordinal)
                .param("size", size)
                .query(Wanted.class)
                .list();
    }

    /** Nobody told anything about them. */
    @Override
    public Map<String, Object> facts(PlacingRequest request, long ordinal) {
        return Map.of();
    }

    private JdbcClient.StatementSpec of(PlacingRequest request, String sql) {
        return db.sql(sql)
                .param("exit", request.exit())
                .param("asset", request.asset())
                .param("number", request.number());
    }
}
