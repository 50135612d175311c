package dev.handback.retrieval.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.retrieval.PlacingRequest;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Versions and delete markers of documents that an attempt took; what vanished while it did is no part of them. */
@Component
class WantedDocumentsTable implements WantedRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OF =
            " where exit_id = :exit and asset = :asset and number = :number and state <> 'VANISHED' ";

    private final JdbcClient db;

    WantedDocumentsTable(JdbcClient db) {
        this.db = db;
    }

    @Override
    public Totals totals(PlacingRequest request) {
        return of(request, """
                with held as (select * from handback.attempt_object""" + OF + """
                )
                select count(*) filter (where what = 'VERSION') as versions, count(*) filter (where what = 'MARKER') as markers,
                       count(*) filter (where what = 'UPLOAD') as uploads,
                       count(*) filter (where what = 'VERSION' and state <> 'HELD') as not_held,
                       (select count(*) from (select 1 from held where what <> 'UPLOAD' group by key
                                              having count(*) > 1 or bool_or(what = 'MARKER')) k) as several,
                       (select count(distinct key) from (select key from held where what <> 'UPLOAD' and not latest
                                                         group by key, last_modified having count(*) > 1) k) as unordered,
                       coalesce(max(octet_length(key)) filter (where what <> 'UPLOAD'), 0) as longest_key
                from held""").query(Totals.class).single();
    }

    @Override
    public List<Wanted> after(PlacingRequest request, long ordinal, int size) {
        return of(request, """
                select ordinal, key, version_id, what = 'MARKER' as marker, latest, size, last_modified, sha256
                from handback.attempt_object""" + OF + "and what <> 'UPLOAD' and ordinal > :ordinal order by ordinal limit :size")
                .param("ordinal", ordinal)
                .param("size", size)
                .query(Wanted.class)
                .list();
    }

    @Override
    public Map<String, Object> facts(PlacingRequest request, long ordinal) {
        var json = of(request, "select facts::text from handback.attempt_object" + OF + "and ordinal = :ordinal")
                .param("ordinal", ordinal)
                .query((row, n) -> row.getString(1) == null ? "{}" : row.getString(1))
                .single();
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts of an object are unreadable", e);
        }
    }

    private JdbcClient.StatementSpec of(PlacingRequest request, String sql) {
        return db.sql(sql)
                .param("exit", request.exit())
                .param("asset", request.asset())
                .param("number", request.number());
    }
}
