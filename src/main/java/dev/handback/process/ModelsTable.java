package dev.handback.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.SortedMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Enters into the ledger which models this release runs, each time they are others than before. */
@Component
class ModelsTable {
    private final JdbcClient db;
    private final ObjectMapper json;

    ModelsTable(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    /** @param digests file name to SHA-256 */
    void deployed(SortedMap<String, String> digests) {
        try {
            db.sql("""
                    insert into handback.models_deployed (models) select :models::jsonb
                    where :models::jsonb is distinct from (select m.models from handback.models_deployed m order by m.at desc limit 1)""").param("models", json.writeValueAsString(digests)).update();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and digests are always JSON", e);
        }
    }
}
