package dev.handback.exits;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class GatesTable {
    private final JdbcClient db;

    GatesTable(JdbcClient db) {
        this.db = db;
    }

    List<Finding> findings(String exit, Gate gate, @Nullable String subject) {
        return db.sql("select code, asset, detail from handback.gate_findings(:exit, :gate, :subject)")
                .param("exit", exit)
                .param("gate", gate.name())
                .param("subject", subject, java.sql.Types.VARCHAR)
                .query((row, n) -> new Finding(row.getString("code"), row.getString("asset"), row.getString("detail")))
                .list();
    }
}
