package dev.handback.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.exits.Finding;
import dev.handback.exits.Refusals;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ErasuresTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;

    ErasuresTable(JdbcClient db) {
        this.db = db;
    }

    String ask(String exit, String quarantine, String reason) {
        return Refusals.told(() -> db.sql("""
                insert into handback.erasure_asked (exit_id, quarantine, reason)
                values (:exit, :quarantine, :reason) returning erasure""")
                .param("exit", exit)
                .param("quarantine", quarantine)
                .param("reason", reason)
                .query(String.class)
                .single());
    }

    void decide(String exit, String erasure, String decision, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.erasure_decided (exit_id, erasure, decision, reason)
                values (:exit, :erasure, :decision, :reason)""")
                .param("exit", exit)
                .param("erasure", erasure)
                .param("decision", decision)
                .param("reason", reason)
                .update());
    }

    /** The database settles which contents go, and which stay because something else holds them. */
    void begin(String exit, String erasure) {
        Refusals.told(() -> db.sql("insert into handback.erasure_begun (exit_id, erasure) values (:exit, :erasure)")
                .param("exit", exit)
                .param("erasure", erasure)
                .update());
    }

    /** What of it must not be in the vault now. */
    List<Sha256> contents(String erasure) {
        return db.sql("select sha256 from handback.erasure_left(:erasure)")
                .param("erasure", erasure)
                .query((row, n) -> Sha256.parse(row.getString(1)))
                .list();
    }

    /** What forbids going on with it. */
    List<Finding> stopped(String erasure) {
        return db.sql("select * from handback.erasure_stopped(:erasure)")
                .param("erasure", erasure)
                .query(Finding.class)
                .list();
    }

    /** What it ever was about, whether or not something else holds it since. */
    List<Sha256> intended(String erasure) {
        return db.sql("select sha256 from handback.erasure_content where erasure = :erasure")
                .param("erasure", erasure)
                .query((row, n) -> Sha256.parse(row.getString(1)))
                .list();
    }

    /** Whether a step is under way, which may have written bytes that no fact names yet; its row goes with its facts. */
    boolean stepsRun() {
        return db.sql("select exists (select 1 from work.scheduled_tasks where picked and task_name <> 'rounds')")
                .query(Boolean.class)
                .single();
    }

    /** The tombstone; the database fills it in from what was decided and begun. */
    void erased(String exit, String erasure) {
        Refusals.told(() -> db.sql("insert into handback.erased (exit_id, erasure) values (:exit, :erasure)")
                .param("exit", exit)
                .param("erasure", erasure)
                .update());
    }

    void failed(String exit, String erasure, List<Finding> findings) {
        Refusals.told(() -> db.sql("""
                insert into handback.erasure_failed (exit_id, erasure, findings)
                values (:exit, :erasure, :findings::jsonb)""")
                .param("exit", exit)
                .param("erasure", erasure)
                .param("findings", json(findings))
                .update());
    }

    Optional<Erasure> find(String exit, String erasure) {
        return db.sql("select * from handback.erasure where exit_id = :exit and erasure = :erasure")
                .param("exit", exit)
                .param("erasure", erasure)
                .query(Erasure.class)
                .optional();
    }

    List<Erasure> list(String exit) {
        return db.sql("select * from handback.erasure where exit_id = :exit order by ordinal desc")
                .param("exit", exit)
                .query(Erasure.class)
                .list();
    }

    /** Of every exit: those that are done. */
    List<String> done() {
        return db.sql("select erasure from handback.erased order by at, erasure")
                .query(String.class)
                .list();
    }

    private static String json(List<Finding> findings) {
        try {
            return JSON.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings cannot be written as JSON", e);
        }
    }
}
