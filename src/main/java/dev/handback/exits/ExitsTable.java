package dev.handback.exits;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ExitsTable {
    private final JdbcClient db;

    ExitsTable(JdbcClient db) {
        this.db = db;
    }

    String insert(NewExit.Facts facts) {
        return Refusals.told(
                () -> db.sql("""
                insert into handback.exit (kind, title, profile, vendor_name, vendor_lei, vendor_contact_name,
                    vendor_contact_email, client_name, client_lei, contract_reference, governing_law, contract_start,
                    notice, contract_end, assistance_end, vendor_erases_at, place, trigger)
                values (:kind, :title, :profile, :vendorName, :vendorLei, :vendorContactName, :vendorContactEmail,
                    :clientName, :clientLei, :contractReference, :governingLaw, :contractStart, :notice, :contractEnd,
                    :assistanceEnd, :vendorErasesAt, :place, :trigger)
                returning exit_id""").paramSource(facts).query(String.class).single());
    }

    void declareEmergency(String exit) {
        Refusals.told(() -> db.sql("insert into handback.emergency_declared (exit_id) values (:exit)")
                .param("exit", exit)
                .update());
    }

    Optional<Exit> find(String exit) {
        return db.sql("select * from handback.exit_state where exit_id = :exit")
                .param("exit", exit)
                .query(Exit.class)
                .optional();
    }

    long count() {
        return db.sql("select count(*) from handback.exit").query(Long.class).single();
    }

    List<ExitSummary> page(int page, int size) {
        return db.sql("""
                select x.exit_id, x.title, x.kind, x.vendor_name, x.contract_end, x.state,
                       count(a.asset) filter (where a.return_state <> 'WITHDRAWN') as assets,
                       count(a.asset) filter (where a.return_state in ('CERTIFIED', 'EXCEPTED')) as done,
                       count(a.asset) filter (where a.return_state = 'NEEDS_DECISION') as needs_decision
                from (select * from handback.exit_state order by contract_end, exit_id limit :size offset :skip) x
                left join handback.asset_state a on a.exit_id = x.exit_id
                group by x.exit_id, x.title, x.kind, x.vendor_name, x.contract_end, x.state
                order by x.contract_end, x.exit_id""")
                .param("size", size)
                .param("skip", (long) page * size)
                .query(ExitSummary.class)
                .list();
    }
}
