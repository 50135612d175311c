package dev.handback.retrieval.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.DocumentSplit;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.Split.Basis;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.sources.Printable;
import dev.handback.vault.Vault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts old and newly created versions. An earlier manifest proves which contents were there before; a date is only an
 * indication, since it is the store that dates its objects.
 */
@Component
class BaselineTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BATCH = 1000;

    private final JdbcClient db;
    private final JdbcTemplate batches;

    BaselineTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** Null when nothing can be said; a finding then says why. */
    @Transactional
    public @Nullable DocumentSplit split(
            Run run, int pass, @Nullable String baseline, Vault vault, Consumer<Finding> findings) throws IOException {
        if (baseline == null || baseline.isBlank()) return null;
        String value = baseline.substring(baseline.indexOf(':') + 1);
        if (baseline.startsWith("date:")) return byDate(run, pass, value, findings);
        if (baseline.startsWith("manifest:")) return byManifest(run, pass, value, vault, findings);
        findings.accept(new Finding(
                "BASELINE_UNUSABLE",
                Printable.of(baseline) + ": documents are counted from manifest:<sha256> or date:<yyyy-mm-dd>"));
        return null;
    }

    private @Nullable DocumentSplit byDate(Run run, int pass, String value, Consumer<Finding> findings) {
        try {
            var from = LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toOffsetDateTime();
            return count(run, pass, "last_modified < :from", from, Basis.INDICATION);
        } catch (DateTimeParseException e) {
            findings.accept(new Finding("BASELINE_UNUSABLE", "expected a date such as 2021-01-31"));
            return null;
        }
    }

    private @Nullable DocumentSplit byManifest(Run run, int pass, String value, Vault vault, Consumer<Finding> findings)
            throws IOException {
        if (!value.matches("[0-9a-f]{64}") || vault.find(Sha256.parse(value)).isEmpty()) {
            findings.accept(new Finding(
                    "BASELINE_ABSENT",
                    "the vault holds no manifest " + Printable.of(value) + " to count old content by"));
            return null;
        }
        forget(run);
        try (var lines =
                new BufferedReader(new InputStreamReader(vault.open(Sha256.parse(value)), StandardCharsets.UTF_8))) {
            load(run, lines);
        }
        var split = count(
                run,
                pass,
                "exists (select 1 from work.bucket_baseline b where b.exit_id = o.exit_id and b.asset = o.asset and b.sha256 = o.sha256)",
                null,
                Basis.PROOF);
        forget(run);
        return split;
    }

    private void load(Run run, BufferedReader lines) throws IOException {
        List<String> contents = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String content = content(line);
            if (content != null) contents.add(content);
            if (contents.size() == BATCH) insert(run, contents);
        }
        insert(run, contents);
    }

    private static @Nullable String content(String line) {
        try {
            var sha256 = JSON.readTree(line).path("sha256").asText("");
            return sha256.isEmpty() ? null : sha256;
        } catch (JsonProcessingException e) {
            return null; // a line that is no row names no content
        }
    }

    private void insert(Run run, List<String> contents) {
        batches.batchUpdate(
                "insert into work.bucket_baseline (exit_id, asset, sha256) values (?, ?, ?) on conflict do nothing",
                contents,
                BATCH,
                (statement, content) -> {
                    statement.setString(1, run.exit());
                    statement.setString(2, run.asset());
                    statement.setString(3, content);
                });
        contents.clear();
    }

    private void forget(Run run) {
        db.sql("delete from work.bucket_baseline where exit_id = :exit and asset = :asset")
                .param("exit", run.exit())
                .param("asset", run.asset())
                .update();
    }

    private DocumentSplit count(Run run, int pass, String old, @Nullable Object from, Basis basis) {
        var counted = db.sql("select count(*) filter (where " + old
                        + ") as old, count(*) as versions from work.bucket_object o"
                        + " where exit_id = :exit and asset = :asset and seen >= :pass and what = 'VERSION'")
                .param("exit", run.exit())
                .param("asset", run.asset())
                .param("pass", pass);
        return (from == null ? counted : counted.param("from", from))
                .query((row, n) ->
                        new DocumentSplit(row.getLong("old"), row.getLong("versions") - row.getLong("old"), basis))
                .single();
    }
}
