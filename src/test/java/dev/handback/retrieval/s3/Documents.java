package dev.handback.retrieval.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.TestDatabase;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.EgressPolicy;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** Attempts at buckets of one store, with a vault and an inventory of their own. */
final class Documents implements AutoCloseable {
    private static final AtomicInteger ASSET = new AtomicInteger();

    final Vault vault;
    final JdbcClient db;
    private final TestDatabase database;
    private final Path folder;
    private final String endpoint;
    private final String accessKey;
    private final String secretKey;
    S3Limits limits = limits(1_000_000, 16);

    @Nullable
    String baseline;

    @Nullable
    String expected;

    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    Progress progress = Progress.unseen();

    Documents(Path folder, TestDatabase database, String endpoint, String accessKey, String secretKey) {
        this.folder = folder;
        this.database = database;
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.vault = new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofMegabytes(1)));
        this.db = JdbcClient.create(database.app());
    }

    static S3Limits limits(long objects, int parallel) {
        return limits(objects, parallel, Duration.ofSeconds(5));
    }

    static S3Limits limits(long objects, int parallel, Duration stall) {
        return new S3Limits(
                objects,
                DataSize.ofMegabytes(500),
                DataSize.ofMegabytes(100),
                parallel,
                5,
                Duration.ofSeconds(5),
                stall,
                Duration.ofSeconds(60),
                2);
    }

    static String asset() {
        return "asset-" + ASSET.incrementAndGet();
    }

    RetrievalOutcome take(String locator) throws Exception {
        return take(locator, asset(), 1);
    }

    RetrievalOutcome take(String locator, String asset, int attempt) throws Exception {
        var access = Files.writeString(folder.resolve("access"), accessKey + "\n");
        var secret = Files.writeString(folder.resolve("secret"), secretKey + "\n");
        var work = Files.createDirectories(folder.resolve(asset + "-" + attempt));
        var app = database.app();
        var source = new S3DocumentsSource(
                ConnectionFixture.store(endpoint, access, secret),
                new EgressPolicy(),
                limits,
                new InventoryTable(db, new JdbcTemplate(app)),
                new BaselineTable(db, new JdbcTemplate(app)),
                new RestoreTable(db, new JdbcTemplate(app)),
                vault,
                clock);
        return source.retrieve(
                new RetrievalRequest("X2026-0001", asset, attempt, "bucket-vendor", locator, baseline, expected, work),
                progress);
    }

    /** The manifest's rows, without the line about the whole. */
    static List<JsonNode> rows(RetrievalOutcome outcome) throws IOException {
        var rows = new ArrayList<JsonNode>();
        var manifest = outcome.taken().orElseThrow().file(HeldFile.MANIFEST).orElseThrow();
        for (var line : Files.readAllLines(manifest.path())) {
            rows.add(JsonMapper.builder().build().readTree(line));
        }
        return rows.subList(1, rows.size());
    }

    static List<String> codes(RetrievalOutcome outcome) {
        return outcome.findings().stream().map(Finding::code).toList();
    }

    @Override
    public void close() throws Exception {
        vault.destroy();
    }
}
