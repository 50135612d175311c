package dev.handback.retrieval;

import dev.handback.Sha256;
import dev.handback.retrieval.Neighbours.Neighbour;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class NeighboursTable {
    private final JdbcClient db;

    NeighboursTable(JdbcClient db) {
        this.db = db;
    }

    List<Neighbour> list(String exit) {
        return db.sql("""
                select a.asset, a.locator, c.sha256
                from handback.asset a
                left join lateral (select h.file ->> 'sha256' as sha256
                                   from handback.attempt_ended e cross join lateral jsonb_array_elements(e.held) h (file)
                                   where e.exit_id = a.exit_id and e.asset = a.asset and h.file ->> 'name' = :commits
                                     and not exists (select from handback.sealed_attempt s where s.exit_id = e.exit_id
                                                     and s.asset = e.asset and s.number = e.number)
                                   order by e.number desc limit 1) c on true
                where a.exit_id = :exit and a.kind = 'git-repository' and a.connection is not null
                  and a.action <> 'WITHDRAWN' order by a.asset""")
                .param("exit", exit)
                .param("commits", RetrievalOutcome.HeldFile.COMMITS)
                .query((row, n) -> new Neighbour(
                        row.getString("asset"), row.getString("locator"), sha256(row.getString("sha256"))))
                .list();
    }

    private static @Nullable Sha256 sha256(@Nullable String hex) {
        return hex == null ? null : Sha256.parse(hex);
    }
}
