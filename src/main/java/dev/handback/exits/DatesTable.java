package dev.handback.exits;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DatesTable {
    private final JdbcClient db;

    DatesTable(JdbcClient db) {
        this.db = db;
    }

    void move(
            String exit,
            LocalDate contractEnd,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            String document,
            String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.dates_moved (exit_id, contract_end, assistance_end, vendor_erases_at, document, reason)
                values (:exit, :end, :assistance, :erases, :document, :reason)""")
                .param("exit", exit)
                .param("end", contractEnd)
                .param("assistance", assistanceEnd)
                .param("erases", vendorErasesAt)
                .param("document", document)
                .param("reason", reason)
                .update());
    }

    List<DatesMoved> moved(String exit) {
        return db.sql("""
                select contract_end, assistance_end, vendor_erases_at, document, reason, actor, at
                from handback.dates_moved where exit_id = :exit order by at desc""").param("exit", exit).query(DatesMoved.class).list();
    }

    // a later alarm of the same day says more than an earlier one that was missed
    void raise(String exit) {
        Refusals.told(() -> db.sql("""
                insert into handback.deadline_alarm (exit_id, deadline, day, days_before)
                select d.exit_id, d.deadline, d.day, d.alarm_due from handback.deadline d
                where d.exit_id = :exit and d.alarm_due is not null
                  and not exists (select 1 from handback.deadline_alarm a where a.exit_id = d.exit_id
                                  and a.deadline = d.deadline and a.day = d.day and a.days_before <= d.alarm_due)
                on conflict do nothing""").param("exit", exit).update());
    }

    void answer(String exit, String answer) {
        Refusals.told(() -> db.sql("insert into handback.deadline_answered (exit_id, answer) values (:exit, :answer)")
                .param("exit", exit)
                .param("answer", answer)
                .update());
    }

    List<Alarm> alarms(String exit) {
        return db.sql("""
                select a.deadline, a.day, a.days_before, a.at, w.answer, w.actor as answered_by, w.at as answered_at,
                       exists (select 1 from handback.deadline d where d.exit_id = a.exit_id and d.deadline = a.deadline
                               and d.day = a.day) as living
                from handback.deadline_alarm a
                left join lateral (select * from handback.deadline_answered v
                                   where v.exit_id = a.exit_id and v.at > a.at order by v.at limit 1) w on true
                where a.exit_id = :exit order by a.at desc, a.deadline""").param("exit", exit).query(Alarm.class).list();
    }
}
