package dev.handback.certificates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.handback.Sha256;
import dev.handback.exits.Refusals;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CertificatesTable {
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final JdbcClient db;

    CertificatesTable(JdbcClient db) {
        this.db = db;
    }

    String request(String exit, String kind, String finality, List<String> scope) {
        return Refusals.told(() -> db.sql("""
                insert into handback.certificate_requested (exit_id, request, kind, finality, scope)
                select :exit, :exit || '-Q' || 1 + count(*), :kind, :finality, :scope::jsonb
                from handback.certificate_requested where exit_id = :exit
                returning request""")
                .param("exit", exit)
                .param("kind", kind)
                .param("finality", finality)
                .param("scope", json(scope))
                .query(String.class)
                .single());
    }

    Optional<CertificateRequest> findRequest(String request) {
        return db.sql("select * from handback.certificate_requested where request = :request")
                .param("request", request)
                .query((row, n) -> new CertificateRequest(
                        row.getString("request"),
                        row.getString("exit_id"),
                        row.getString("kind"),
                        row.getString("finality"),
                        strings(row.getString("scope")),
                        row.getString("actor"),
                        row.getTimestamp("at").toInstant()))
                .optional();
    }

    /** Nothing else of this exit is decided while a certificate is drawn up or signed. */
    void lock(String exit) {
        db.sql("select handback.lock_exit(:exit)").param("exit", exit).query().singleRow();
    }

    /** Living assets that a certificate of this kind can name. */
    List<String> nameable(String exit, String kind) {
        return db.sql("""
                select asset from handback.asset where exit_id = :exit and action <> 'WITHDRAWN'
                    and (:kind <> 'DESTRUCTION' or handback.must_be_destroyed(disposition))
                order by asset collate "C\"""")
                .param("exit", exit)
                .param("kind", kind)
                .query(String.class)
                .list();
    }

    int nextOrdinal(String exit) {
        return db.sql("select 1 + coalesce(max(ordinal), 0) from handback.certificate where exit_id = :exit")
                .param("exit", exit)
                .query(Integer.class)
                .single();
    }

    int nextN(String exit, String kind, String finality) {
        return db.sql("""
                select 1 + coalesce(max(n), 0) from handback.certificate
                where exit_id = :exit and kind = :kind and finality = :finality""")
                .param("exit", exit)
                .param("kind", kind)
                .param("finality", finality)
                .query(Integer.class)
                .single();
    }

    /** The newest signed certificate of this kind whose whole scope the new one covers again. */
    Optional<String> superseded(String exit, String kind, List<String> scope) {
        return db.sql("""
                select c.number from handback.certificate_state c
                where c.exit_id = :exit and c.kind = :kind and c.state = 'SIGNED'
                  and not exists (select 1 from handback.certificate_asset a where a.number = c.number and a.asset not in (:scope))
                order by c.ordinal desc limit 1""")
                .param("exit", exit)
                .param("kind", kind)
                .param("scope", scope)
                .query(String.class)
                .optional();
    }

    void insert(CertificateFacts facts, CertificateRequest request, int ordinal, String pdfSha256, String factsSha256) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("number", facts.number());
        values.put("exit", request.exitId());
        values.put("ordinal", ordinal);
        values.put("request", request.request());
        values.put("kind", request.kind());
        values.put("finality", request.finality());
        values.put("n", facts.n());
        values.put("pdf", pdfSha256);
        values.put("facts", factsSha256);
        values.put("root", facts.evidenceRoot());
        values.put("ledgerSize", facts.ledger().size());
        values.put("ledgerRoot", facts.ledger().root());
        var supersedes = facts.supersedes();
        values.put("supersedes", supersedes == null ? null : supersedes.number());
        Refusals.told(() -> db.sql("""
                insert into handback.certificate (number, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256,
                    evidence_root, ledger_size, ledger_root, supersedes)
                values (:number, :exit, :ordinal, :request, :kind, :finality, :n, :pdf, :facts, :root, :ledgerSize, :ledgerRoot,
                    :supersedes)""").params(values).update());
    }

    void insertAsset(String number, int ordinal, String asset, String evidence, String digest) {
        Refusals.told(() -> db.sql("""
                insert into handback.certificate_asset (number, ordinal, asset, evidence, evidence_digest)
                values (:number, :ordinal, :asset, :evidence, :digest)""")
                .param("number", number)
                .param("ordinal", ordinal)
                .param("asset", asset)
                .param("evidence", evidence)
                .param("digest", digest)
                .update());
    }

    /** What was frozen for each asset, in the order of the scope. */
    Map<String, String> evidence(String number) {
        var words = new LinkedHashMap<String, String>();
        db.sql("select asset, evidence from handback.certificate_asset where number = :number order by ordinal")
                .param("number", number)
                .query(row -> {
                    words.put(row.getString("asset"), row.getString("evidence"));
                });
        return words;
    }

    Optional<Certificate> find(String number) {
        return db.sql("select * from handback.certificate_state where number = :number")
                .param("number", number)
                .query(Certificate.class)
                .optional();
    }

    /** The certificate last drawn up for a request. */
    Optional<Certificate> latest(String request) {
        return db.sql("select * from handback.certificate_state where request = :request order by ordinal desc limit 1")
                .param("request", request)
                .query(Certificate.class)
                .optional();
    }

    Optional<Certificate> withSeal(Sha256 sealed) {
        return db.sql("select * from handback.certificate_state where sealed_sha256 = :sealed")
                .param("sealed", sealed.hex())
                .query(Certificate.class)
                .optional();
    }

    List<Certificate> list(String exit) {
        return db.sql("select * from handback.certificate_state where exit_id = :exit order by ordinal desc")
                .param("exit", exit)
                .query(Certificate.class)
                .list();
    }

    void signed(Certificate certificate, String shown, String sealed, String intent, @Nullable String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.certificate_decided (exit_id, number, decision, shown_sha256, sealed_sha256, intent, task)
                values (:exit, :number, 'SIGNED', :shown, :sealed, :intent, :task)""")
                .param("exit", certificate.exitId())
                .param("number", certificate.number())
                .param("shown", shown)
                .param("sealed", sealed)
                .param("intent", intent)
                .param("task", task, Types.VARCHAR)
                .update());
    }

    void decided(Certificate certificate, String decision, String reason, List<String> assets, @Nullable String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.certificate_decided (exit_id, number, decision, reason, assets, task)
                values (:exit, :number, :decision, :reason, :assets::jsonb, :task)""")
                .param("exit", certificate.exitId())
                .param("number", certificate.number())
                .param("decision", decision)
                .param("reason", reason)
                .param("assets", json(assets))
                .param("task", task, Types.VARCHAR)
                .update());
    }

    /** The assets a send-back named. */
    List<String> sentBack(String number) {
        return db.sql(
                        "select assets from handback.certificate_decided where number = :number and decision = 'SENT_BACK'")
                .param("number", number)
                .query((row, n) -> strings(row.getString("assets")))
                .optional()
                .orElse(List.of());
    }

    static List<String> strings(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON array of names: " + json, e);
        }
    }

    static List<AssetFacts.Finding> findings(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings are unreadable: " + json, e);
        }
    }

    static List<AssetFacts.Held> holds(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("holds are unreadable: " + json, e);
        }
    }

    private static String json(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names cannot be written as JSON", e);
        }
    }
}
