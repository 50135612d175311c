package dev.handback.retrieval;

import dev.handback.Sha256;
import dev.handback.exits.Refusals;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class QuarantinesTable {
    private final JdbcClient db;

    QuarantinesTable(JdbcClient db) {
        this.db = db;
    }

    /** The attempt of this number, or the one that counts, when it has ended. */
    Optional<Integer> ended(String exit, String asset, @Nullable Integer number) {
        return db.sql("""
                select e.number from handback.attempt_ended e
                join handback.counting_attempt c on c.exit_id = e.exit_id and c.asset = e.asset
                where e.exit_id = :exit and e.asset = :asset and e.number = coalesce(:number, c.number)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number, Types.INTEGER)
                .query(Integer.class)
                .optional();
    }

    String place(String exit, String asset, int number, String reason) {
        return Refusals.told(() -> db.sql("""
                insert into handback.quarantined (exit_id, asset, number, reason)
                values (:exit, :asset, :number, :reason) returning quarantine""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("reason", reason)
                .query(String.class)
                .single());
    }

    void release(String exit, String quarantine, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.quarantine_released (exit_id, quarantine, reason) values (:exit, :quarantine, :reason)""")
                .param("exit", exit)
                .param("quarantine", quarantine)
                .param("reason", reason)
                .update());
    }

    /** Every content that the vault should hold of what is sealed. */
    List<Sha256> contents(String quarantine) {
        return db.sql("""
                select distinct k.sha256 from handback.sealed_attempt s
                cross join lateral handback.contents_of(s.exit_id, s.asset, s.number) k where s.quarantine = :quarantine""")
                .param("quarantine", quarantine)
                .query((row, n) -> Sha256.parse(row.getString(1)))
                .list();
    }

    Optional<Quarantine> find(String exit, String quarantine) {
        return db.sql("select * from handback.quarantine where exit_id = :exit and quarantine = :quarantine")
                .param("exit", exit)
                .param("quarantine", quarantine)
                .query(Quarantine.class)
                .optional();
    }

    List<Quarantine> list(String exit) {
        return db.sql("select * from handback.quarantine where exit_id = :exit order by ordinal desc")
                .param("exit", exit)
                .query(Quarantine.class)
                .list();
    }

    List<Quarantine> open() {
        return db.sql("select * from handback.quarantine where state = 'ACTIVE' order by placed_at, quarantine")
                .query(Quarantine.class)
                .list();
    }

    List<Integer> sealed(String exit, String asset) {
        return db.sql(
                        "select distinct number from handback.sealed_attempt where exit_id = :exit and asset = :asset order by number")
                .param("exit", exit)
                .param("asset", asset)
                .query(Integer.class)
                .list();
    }

    boolean sealsWhatCounts(String exit, String asset) {
        return db.sql("""
                select exists (select 1 from handback.counting_attempt c
                               join handback.sealed_attempt s on s.exit_id = c.exit_id and s.asset = c.asset and s.number = c.number
                               where c.exit_id = :exit and c.asset = :asset)""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Boolean.class)
                .single();
    }

    List<Quarantines.NamedOnCertificate> named(String exit) {
        return db.sql("""
                select number as certificate, asset, attempt, quarantine, state
                from handback.certificate_sealed where exit_id = :exit order by ordinal, asset""")
                .param("exit", exit)
                .query(Quarantines.NamedOnCertificate.class)
                .list();
    }

    boolean isHereAgain(String exit, String asset) {
        return db.sql("""
                select exists (
                    select 1 from handback.last_attempt l
                    join handback.quarantine q on q.exit_id = l.exit_id and q.asset = l.asset and q.number = l.number and q.state = 'RELEASED'
                    where l.exit_id = :exit and l.asset = :asset
                      and not exists (select 1 from handback.sealed_attempt s
                                      where s.exit_id = l.exit_id and s.asset = l.asset and s.number = l.number)
                      and not exists (select 1 from handback.pass_asked p
                                      where p.exit_id = l.exit_id and p.asset = l.asset and p.after_attempt = l.number))""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Boolean.class)
                .single();
    }
}
