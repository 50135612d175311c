package dev.handback.process;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where the processes of an exit wait, and where they have been, counted in the engine's own tables: an exit has thousands of
 * instances, and the engine's interface answers one by one.
 */
@Component
class TokensTable {
    private final JdbcClient db;

    TokensTable(JdbcClient db) {
        this.db = db;
    }

    /** @param stuck of those that wait, how many cannot go on by themselves */
    record Waiting(String process, String activity, long waiting, long stuck) {}

    /** What the engine itself calls active activities, of all running instances of an exit. */
    List<Waiting> waiting(String exit) {
        return db.sql("""
                select d.key_ as process, e.act_id_ as activity, count(distinct e.id_) as waiting, count(distinct i.execution_id_) as stuck
                  from engine.act_ru_execution r
                  join engine.act_re_procdef d on d.id_ = r.proc_def_id_
                  join engine.act_ru_execution e on e.proc_inst_id_ = r.id_ and e.is_active_ and e.act_id_ is not null
                  left join engine.act_ru_incident i on i.execution_id_ = e.id_
                 where r.business_key_ = :exit and r.parent_id_ is null
                 group by 1, 2 order by 1, 2""").param("exit", exit).query(Waiting.class).list();
    }

    record Ran(String process, String definition) {}

    /** The processes an exit ever had, each with the version that was started last. */
    List<Ran> ran(String exit) {
        return db.sql("""
                select distinct on (proc_def_key_) proc_def_key_ as process, proc_def_id_ as definition
                  from engine.act_hi_procinst where business_key_ = :exit
                 order by proc_def_key_, start_time_ desc""").param("exit", exit).query(Ran.class).list();
    }

    /** Activities that at least one instance of the process went through; what was cancelled was not gone through. */
    List<String> done(String exit, String process) {
        return db.sql("""
                select distinct a.act_id_
                  from engine.act_hi_procinst p join engine.act_hi_actinst a on a.proc_inst_id_ = p.id_
                 where p.business_key_ = :exit and p.proc_def_key_ = :process
                   and a.end_time_ is not null and a.act_inst_state_ <> 2
                 order by 1""")
                .param("exit", exit)
                .param("process", process)
                .query(String.class)
                .list();
    }
}
