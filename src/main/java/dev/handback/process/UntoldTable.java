package dev.handback.process;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Facts that people must hear of at once and nobody was told of yet. */
@Component
class UntoldTable {
    private final JdbcClient db;

    UntoldTable(JdbcClient db) {
        this.db = db;
    }

    /**
     * One such fact.
     *
     * @param what HOLD_PLACED, HOLD_LIFTED, STAY_DECLARED, STAY_LIFTED, QUARANTINED, ERASED or CONTRADICTED
     * @param cause names it in the notice
     * @param asset null when it is about more than one
     * @param name as people call it; empty when it has none
     * @param actor whose word it was
     */
    record Untold(
            String what,
            String cause,
            String exit,
            @Nullable String asset,
            String name,
            String actor) {}

    List<Untold> since(Instant then) {
        return db.sql("""
                select f.what, f.cause, f.exit_id as exit, f.asset, f.name, f.actor from (
                    select 'HOLD_PLACED' as what, 'hold:' || h.hold as cause, h.exit_id, h.asset, h.hold as name, h.placed_by as actor,
                           h.placed_at as at from handback.hold h
                    union all select 'HOLD_LIFTED', 'hold-lifted:' || h.hold, h.exit_id, h.asset, h.hold, h.lifted_by, h.lifted_at
                    from handback.hold h where h.state = 'LIFTED'
                    union all select 'STAY_DECLARED', 'stay:' || s.stay, s.exit_id, null, s.stay, s.declared_by, s.declared_at
                    from handback.stay s
                    union all select 'STAY_LIFTED', 'stay-lifted:' || s.stay, s.exit_id, null, s.stay, s.lifted_by, s.lifted_at
                    from handback.stay s where s.state = 'LIFTED'
                    union all select 'QUARANTINED', 'quarantine:' || q.quarantine, q.exit_id, q.asset, q.quarantine, q.placed_by, q.placed_at
                    from handback.quarantine q
                    union all select 'ERASED', 'erased:' || e.quarantine, e.exit_id, e.asset, e.quarantine, e.actor, e.at
                    from handback.erased e
                    union all select 'CONTRADICTED', 'probe:' || p.fact, p.exit_id, p.asset, '', p.actor, p.at
                    from handback.probe p where p.result = 'CONTRADICTED') f
                where f.at > :then and not exists (select from work.notice n where n.once = f.cause)
                order by f.at, f.cause""")
                .param("then", Timestamp.from(then))
                .query(Untold.class)
                .list();
    }
}
