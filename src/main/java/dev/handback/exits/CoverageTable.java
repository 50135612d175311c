package dev.handback.exits;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the assets of an exit by what is done, and knows when what counts was done. */
@Component
class CoverageTable {
    private final JdbcClient db;

    CoverageTable(JdbcClient db) {
        this.db = db;
    }

    Coverage of(String exit) {
        return db.sql("""
                with living as (
                    select s.asset, s.return_state, s.disposition <> 'DESTROY_ONLY' and not handback.done_by_instrument(s) as comes,
                           s.return_state in ('CHECKED', 'PLACED', 'CERTIFIED') as checked,
                           -- a later pass over what was home is checked anew, and came home before
                           (coalesce(e.decided_at, (select min(c.at) from handback.asset_check c where c.exit_id = s.exit_id
                               and c.asset = s.asset and c.decision = 'PASS' and c.number > coalesce(s.reopened_after, 0)))
                            at time zone x.place)::date as day,
                           (handback.now() at time zone x.place)::date as today
                    from handback.asset_state s join handback.exit_dates x on x.exit_id = s.exit_id
                    left join handback.exception_in_force e on e.exit_id = s.exit_id and e.asset = s.asset
                    where s.exit_id = :exit and s.return_state <> 'WITHDRAWN')
                select count(*) as registered,
                       count(*) filter (where comes) as to_return,
                       count(*) filter (where comes and (checked or return_state = 'VERIFIED')) as retrieved,
                       count(*) filter (where comes and checked) as checked,
                       count(*) filter (where comes and return_state = 'CERTIFIED') as certified,
                       count(*) filter (where comes and return_state = 'EXCEPTED') as excepted,
                       count(*) filter (where comes and checked and day > today - :window) as lately,
                       min(day) filter (where comes and checked and day > today - :window) as since,
                       max(day) filter (where comes and (checked or return_state = 'EXCEPTED')) as last,
                       (select count(*) from handback.destruction_state t
                        where t.exit_id = :exit and handback.must_be_destroyed(t.disposition)) as to_destroy,
                       (select count(*) from handback.destruction_state t
                        where t.exit_id = :exit and handback.must_be_destroyed(t.disposition)
                          and t.state in ('EVIDENCE_ACCEPTED', 'ERASED_WITHOUT_INSTRUCTION')) as destroyed
                from living""")
                .param("exit", exit)
                .param("window", Coverage.WINDOW_DAYS)
                .query(Coverage.class)
                .single();
    }

    /** What happened, the first first. */
    List<Milestone> milestones(String exit) {
        return db.sql("""
                select m.what, (m.at at time zone x.place)::date as day
                from handback.exit_dates x cross join lateral (
                    select 'Opened' as what, e.at from handback.exit e where e.exit_id = x.exit_id
                    union all
                    select 'Register agreed', min(g.at) from handback.register_agreed g where g.exit_id = x.exit_id
                    union all
                    select case f.kind when 'DESTRUCTION' then 'Destruction certified' else 'Return certified' end, s.at
                    from handback.final_in_force f
                    join handback.certificate_decided s on s.number = f.number and s.decision = 'SIGNED' where f.exit_id = x.exit_id
                    union all
                    select 'Closed', k.closed_at from handback.closing k where k.exit_id = x.exit_id and k.reopened_at is null) m
                where x.exit_id = :exit and m.at is not null order by m.at""").param("exit", exit).query(Milestone.class).list();
    }
}
