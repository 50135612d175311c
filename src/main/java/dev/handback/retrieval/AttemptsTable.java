package dev.handback.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.exits.Refusals;
import dev.handback.retrieval.RetrievalOutcome.DocumentSplit;
import dev.handback.retrieval.RetrievalOutcome.Documents;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.retrieval.RetrievalOutcome.TakenRef;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AttemptsTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BATCH = 1000;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    AttemptsTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** Counts the attempt before anything is fetched; the guard asks gate RETRIEVE. */
    int begin(String exit, String asset, String connection, String locator) {
        return Refusals.told(() -> db.sql("""
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                select :exit, :asset, 1 + coalesce(max(number), 0), :connection, :locator
                from handback.attempt where exit_id = :exit and asset = :asset
                returning number""")
                .param("exit", exit)
                .param("asset", asset)
                .param("connection", connection)
                .param("locator", locator)
                .query(Integer.class)
                .single());
    }

    /** The number of the latest attempt when it has not ended. */
    Optional<Integer> running(String exit, String asset) {
        return db.sql(
                        "select number from handback.last_attempt where exit_id = :exit and asset = :asset and ended is null")
                .param("exit", exit)
                .param("asset", asset)
                .query(Integer.class)
                .optional();
    }

    void end(String exit, String asset, int number, RetrievalOutcome outcome) {
        var taken = outcome.taken();
        var split = taken.map(Taken::split);
        var documents = taken.map(Taken::documents);
        var parts = documents.map(Documents::split);
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("exit", exit);
        values.put("asset", asset);
        values.put("number", number);
        values.put("outcome", outcome.outcome().name());
        values.put("contentDigest", taken.map(t -> t.contentDigest().hex()).orElse(null));
        values.put("manifestSha256", sha256(taken, HeldFile.MANIFEST));
        values.put("bundleSha256", sha256(taken, HeldFile.BUNDLE));
        values.put(
                "bundleBytes",
                taken.flatMap(t -> t.file(HeldFile.BUNDLE)).map(HeldFile::bytes).orElse(null));
        values.put("swhid", taken.map(Taken::swhid).orElse(null));
        values.put("head", taken.map(Taken::head).orElse(null));
        values.put("refs", taken.map(Taken::refCount).orElse(0L));
        values.put("objects", taken.map(Taken::objects).orElse(0L));
        values.put("bytes", taken.map(Taken::bytes).orElse(0L));
        values.put("oldCommits", split.map(RetrievalOutcome.Split::oldCommits).orElse(null));
        values.put("newCommits", split.map(RetrievalOutcome.Split::newCommits).orElse(null));
        values.put("lfsObjects", taken.map(Taken::lfsObjects).orElse(null));
        values.put("lfsBytes", taken.map(Taken::lfsBytes).orElse(null));
        values.put("files", taken.map(Taken::delivered).orElse(null));
        values.put("versions", documents.map(Documents::versions).orElse(null));
        values.put("markers", documents.map(Documents::markers).orElse(null));
        values.put("uploads", documents.map(Documents::uploads).orElse(null));
        values.put("oldVersions", parts.map(DocumentSplit::oldVersions).orElse(null));
        values.put("newVersions", parts.map(DocumentSplit::newVersions).orElse(null));
        values.put(
                "splitBasis",
                split.map(RetrievalOutcome.Split::basis)
                        .or(() -> parts.map(DocumentSplit::basis))
                        .map(Enum::name)
                        .orElse(null));
        values.put("seenAs", outcome.seenAs());
        values.put("seenAt", Timestamp.from(outcome.seenAt()));
        values.put("findings", json(outcome.findings()));
        values.put(
                "held",
                json(taken.map(Taken::files).orElse(List.of()).stream()
                        .map(f -> Map.of("name", f.name(), "sha256", f.sha256().hex(), "bytes", f.bytes()))
                        .toList()));
        Refusals.told(() -> db.sql("""
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, bundle_sha256,
                    bundle_bytes, swhid, head, refs, objects, bytes, lfs_objects, lfs_bytes, old_commits, new_commits,
                    versions, markers, uploads, old_versions, new_versions, files, split_basis, seen_as, seen_at, findings, held)
                values (:exit, :asset, :number, :outcome, :contentDigest, :manifestSha256, :bundleSha256, :bundleBytes, :swhid,
                    :head, :refs, :objects, :bytes, :lfsObjects, :lfsBytes, :oldCommits, :newCommits,
                    :versions, :markers, :uploads, :oldVersions, :newVersions, :files, :splitBasis, :seenAs, :seenAt,
                    :findings::jsonb, :held::jsonb)""").params(values).update());
        taken.ifPresent(t -> refs(exit, asset, number, t.refs()));
    }

    private void refs(String exit, String asset, int number, List<TakenRef> refs) {
        var ordinal = new int[1];
        batches.batchUpdate("""
                insert into handback.attempt_ref (exit_id, asset, number, ordinal, name, id, type, peeled, symref)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", refs, BATCH, (statement, ref) -> {
            statement.setString(1, exit);
            statement.setString(2, asset);
            statement.setInt(3, number);
            statement.setInt(4, ordinal[0]++);
            statement.setBytes(5, ref.name());
            statement.setString(6, ref.id());
            statement.setString(7, ref.type());
            statement.setString(8, ref.peeled());
            statement.setString(9, ref.symref());
        });
    }

    List<Attempt> list(String exit, String asset) {
        return db.sql("""
                select a.number, a.at as started_at, e.at as ended_at, e.outcome, coalesce(e.findings, '[]')::text as findings,
                       e.content_digest, e.bundle_sha256, e.bundle_bytes, e.manifest_sha256, e.swhid, e.head, e.refs, e.objects, e.bytes, e.old_commits,
                       e.new_commits, e.versions, e.markers, e.uploads, e.old_versions, e.new_versions, e.split_basis, e.seen_as, e.seen_at, a.number = max(a.number) over () as latest
                from handback.attempt a
                left join handback.attempt_ended e using (exit_id, asset, number)
                where a.exit_id = :exit and a.asset = :asset order by a.number desc""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Attempt.class)
                .list();
    }

    List<HeldRef> refs(String exit, String asset, int number, int page, int size) {
        return db.sql("""
                select name, id, type, peeled, symref from handback.attempt_ref
                where exit_id = :exit and asset = :asset and number = :number order by ordinal limit :size offset :skip""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("size", size)
                .param("skip", (long) page * size)
                .query((row, n) -> new HeldRef(
                        new String(row.getBytes("name"), UTF_8),
                        row.getString("id"),
                        row.getString("type"),
                        row.getString("peeled"),
                        row.getString("symref")))
                .list();
    }

    void fixity(Checks.FixityRow row, String result, @Nullable Sha256 actual) {
        Refusals.told(() -> db.sql("""
                insert into handback.fixity_checked (exit_id, asset, number, sha256, result, actual, files, broken)
                values (:exit, :asset, :number, :sha256, :result, :actual, :files, :broken::jsonb)""")
                .param("exit", row.exit())
                .param("asset", row.asset())
                .param("number", row.number())
                .param("sha256", row.expected().hex())
                .param("result", result)
                .param("actual", actual == null ? null : actual.hex(), Types.VARCHAR)
                .param("files", row.files())
                .param("broken", json(row.broken()))
                .update());
    }

    void check(String exit, String asset, int number, String contentDigest, boolean pass, String note, String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.asset_check (exit_id, asset, number, content_digest, decision, note, task)
                values (:exit, :asset, :number, :contentDigest, :decision, :note, :task)""")
                .params(Map.of(
                        "exit", exit,
                        "asset", asset,
                        "number", number,
                        "contentDigest", contentDigest,
                        "decision", pass ? "PASS" : "SEND_BACK",
                        "note", note,
                        "task", task))
                .update());
    }

    void decide(String exit, String asset, int number, String decision, String reason, String task) {
        Refusals.told(() -> db.sql("""
                insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                values (:exit, :asset, :number, :decision, :reason, :task)""")
                .params(Map.of(
                        "exit", exit,
                        "asset", asset,
                        "number", number,
                        "decision", decision,
                        "reason", reason,
                        "task", task))
                .update());
    }

    Optional<String> latestDecision(String exit, String asset, int number) {
        return db.sql("""
                select decision from handback.retrieval_decided
                where exit_id = :exit and asset = :asset and number = :number order by at desc limit 1""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .query(String.class)
                .optional();
    }

    void reopen(String exit, String asset, int afterAttempt, String certificate, String reason) {
        Refusals.told(() -> db.sql("""
                insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason)
                values (:exit, :asset, :after, :certificate, :reason)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("after", afterAttempt)
                .param("certificate", certificate)
                .param("reason", reason)
                .update());
    }

    private static @Nullable String sha256(Optional<Taken> taken, String name) {
        return taken.flatMap(t -> t.file(name)).map(file -> file.sha256().hex()).orElse(null);
    }

    private static String json(List<?> rows) {
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows cannot be written as JSON", e);
        }
    }
}
