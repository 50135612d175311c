package dev.handback.exits;

import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PartiesTable {
    private final JdbcClient db;

    PartiesTable(JdbcClient db) {
        this.db = db;
    }

    void change(String exit, Parties.NewParty party) {
        Refusals.told(() -> db.sql("""
                insert into handback.party_changed (exit_id, party, since, name, lei, contact_name, contact_email, capacity, document, reason)
                values (:exit, :party, :since, :name, :lei, :contactName, :contactEmail, :capacity, :document, :reason)""")
                .param("exit", exit)
                .param("party", party.party())
                .param("since", party.since())
                .param("name", party.name())
                .param("lei", party.lei(), Types.VARCHAR)
                .param("contactName", party.contactName(), Types.VARCHAR)
                .param("contactEmail", party.contactEmail(), Types.VARCHAR)
                .param("capacity", party.capacity(), Types.VARCHAR)
                .param("document", party.document())
                .param("reason", party.reason())
                .update());
    }

    void changeTrigger(String exit, Parties.NewTrigger trigger) {
        Refusals.told(() -> db.sql("""
                insert into handback.trigger_changed (exit_id, trigger, since, document, reason)
                values (:exit, :trigger, :since, :document, :reason)""")
                .param("exit", exit)
                .param("trigger", trigger.trigger())
                .param("since", trigger.since())
                .param("document", trigger.document())
                .param("reason", trigger.reason())
                .update());
    }

    List<Party> list(String exit) {
        return db.sql("""
                select party, since, name, lei, contact_name, contact_email, capacity, document, reason, recorded_by, recorded_at
                from handback.party where exit_id = :exit order by since desc nulls last, party desc, recorded_at desc""").param("exit", exit).query(Party.class).list();
    }

    List<Parties.TriggerChanged> triggers(String exit) {
        return db.sql("""
                select trigger, since, document, reason, actor, at from handback.trigger_changed
                where exit_id = :exit order by at desc""")
                .param("exit", exit)
                .query(Parties.TriggerChanged.class)
                .list();
    }
}
