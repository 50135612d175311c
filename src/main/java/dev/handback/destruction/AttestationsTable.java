package dev.handback.destruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.Finding;
import dev.handback.exits.Refusals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AttestationsTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ATTESTATION = """
            select t.*, l.actor as link_issued_by, l.holder as link_holder
            from handback.attestation t left join handback.attestation_link l on l.link = t.link
            """;

    private final JdbcClient db;

    AttestationsTable(JdbcClient db) {
        this.db = db;
    }

    String insert(String exit, NewAttestation a, String said, @Nullable String link, @Nullable String task) {
        var letter = a.letter();
        return Refusals.told(() -> db.sql("""
                insert into handback.attestation (exit_id, number, link, dated, reference, officer_name, officer_title, officer_contact,
                    standard, revision, statement, letter_sha256, letter_name, letter_bytes, said, task)
                values (:exit, :number, :link, :dated, :reference, :officerName, :officerTitle, :officerContact, :standard, :revision,
                    :statement, :letter, :letterName, :letterBytes, :said::jsonb, :task)
                returning attestation""")
                .param("exit", exit)
                .param("number", a.order(), Types.VARCHAR)
                .param("link", link, Types.VARCHAR)
                .param("dated", a.dated(), Types.DATE)
                .param("reference", Words.optional("reference", a.reference(), 200), Types.VARCHAR)
                .param("officerName", Words.optional("officerName", a.officerName(), 200), Types.VARCHAR)
                .param("officerTitle", Words.optional("officerTitle", a.officerTitle(), 200), Types.VARCHAR)
                .param("officerContact", Words.optional("officerContact", a.officerContact(), 200), Types.VARCHAR)
                .param("standard", Words.optional("standard", a.standard(), 200), Types.VARCHAR)
                .param("revision", Words.optional("revision", a.revision(), 100), Types.VARCHAR)
                .param("statement", a.statement() == null ? "" : Words.required("statement", a.statement(), 0, 4000))
                .param("letter", letter == null ? null : letter.sha256(), Types.VARCHAR)
                .param("letterName", letter == null ? null : letter.name(), Types.VARCHAR)
                .param("letterBytes", letter == null ? null : letter.bytes(), Types.BIGINT)
                .param("said", said)
                .param("task", task, Types.VARCHAR)
                .query(String.class)
                .single());
    }

    void decide(Attestation about, String decision, String reason, List<String> assets, @Nullable String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.attestation_decided (exit_id, attestation, decision, reason, scope, task)
                values (:exit, :attestation, :decision, :reason, :scope::jsonb, :task)""")
                .param("exit", about.exitId())
                .param("attestation", about.attestation())
                .param("decision", decision)
                .param("reason", reason)
                .param("scope", Scope.write(assets))
                .param("task", task, Types.VARCHAR)
                .update());
    }

    Optional<Attestation> find(String attestation) {
        return db.sql(ATTESTATION + "where t.attestation = :attestation")
                .param("attestation", attestation)
                .query(Attestation.class)
                .optional();
    }

    List<Attestation> list(String exit) {
        return db.sql(ATTESTATION + "where t.exit_id = :exit order by t.ordinal desc")
                .param("exit", exit)
                .query(Attestation.class)
                .list();
    }

    List<Attestation.Row> rows(Attestation about) {
        return db.sql("""
                select w.asset, d.decision, d.outcome, e.reason, t.attestation = w.attestation as newest,
                       (select jsonb_agg(to_jsonb(f)) from handback.attestation_gaps(w.attestation, w.asset) f) as gaps,
                       (select jsonb_agg(to_jsonb(f)) from handback.attestation_notes(w.attestation, w.asset) f) as notes
                from handback.attestation_row w
                left join handback.attestation_decision d on d.attestation = w.attestation and d.asset = w.asset
                left join handback.attestation_decided e on e.fact = d.decided
                left join handback.destruction_state t on t.exit_id = w.exit_id and t.asset = w.asset
                where w.attestation = :attestation order by w.asset""")
                .param("attestation", about.attestation())
                .query(AttestationsTable::row)
                .list();
    }

    private static Attestation.Row row(ResultSet row, int n) throws SQLException {
        return new Attestation.Row(
                row.getString("asset"),
                row.getString("decision"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getBoolean("newest"),
                findings(row.getString("gaps")),
                findings(row.getString("notes")));
    }

    private static List<Finding> findings(@Nullable String json) {
        try {
            return json == null ? List.of() : JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON array of findings: " + json, e);
        }
    }
}
