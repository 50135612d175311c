package dev.handback.assets;

import dev.handback.exits.Refusals;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class InstrumentsTable {
    private final JdbcClient db;

    InstrumentsTable(JdbcClient db) {
        this.db = db;
    }

    String record(String exit, NewInstrument entered, String assets) {
        var document = Objects.requireNonNull(entered.document());
        return Refusals.told(() -> db.sql("""
                insert into handback.instrument_recorded (exit_id, type, operative, parties, signed_by, executed_on, jurisdiction, assets,
                    document_sha256, document_name, document_bytes, supersedes)
                values (:exit, :type, :operative, btrim(:parties), btrim(:signedBy), :executedOn, btrim(:jurisdiction), :assets::jsonb,
                    :sha256, :name, :bytes, :supersedes) returning instrument""")
                .param("exit", exit)
                .param("type", entered.type())
                .param("operative", entered.operative())
                .param("parties", entered.parties())
                .param("signedBy", entered.signedBy())
                .param("executedOn", entered.executedOn())
                .param("jurisdiction", entered.jurisdiction())
                .param("assets", assets)
                .param("sha256", document.sha256())
                .param("name", document.name())
                .param("bytes", document.bytes())
                .param("supersedes", entered.supersedes(), Types.VARCHAR)
                .query(String.class)
                .single());
    }

    void withdraw(String exit, String instrument, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.instrument_withdrawn (instrument, exit_id, reason) values (:instrument, :exit, :reason)""")
                .param("instrument", instrument)
                .param("exit", exit)
                .param("reason", reason)
                .update());
    }

    List<Instrument> list(String exit) {
        return db.sql("select * from handback.instrument where exit_id = :exit order by ordinal desc")
                .param("exit", exit)
                .query(Instrument.class)
                .list();
    }

    Optional<Instrument> find(String exit, String instrument) {
        return db.sql("select * from handback.instrument where exit_id = :exit and instrument = :instrument")
                .param("exit", exit)
                .param("instrument", instrument)
                .query(Instrument.class)
                .optional();
    }

    List<Instruments.Missing> missing(String exit) {
        return db.sql("select * from handback.instrument_missing where exit_id = :exit order by asset collate \"C\"")
                .param("exit", exit)
                .query(Instruments.Missing.class)
                .list();
    }

    List<String> done(String exit) {
        return db.sql(
                        "select s.asset from handback.asset_state s where s.exit_id = :exit and handback.done_by_instrument(s)")
                .param("exit", exit)
                .query(String.class)
                .list();
    }
}
