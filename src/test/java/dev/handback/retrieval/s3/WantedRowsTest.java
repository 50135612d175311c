package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.s3.WantedRows.Totals;
import dev.handback.sources.SourceRefused;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is to be placed, as the rows of an attempt tell it. */
class WantedRowsTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static TestDatabase database;
    private static JdbcClient db;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
        db = JdbcClient.create(database.app());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void ordersVersionsByTheirDatesAndTheLatestLast() {
        var request = attempt();
        object(request, 1, "a", "v1", "VERSION", true, NOON, "HELD");
        object(request, 2, "a", "v2", "VERSION", false, NOON.minusSeconds(5), "HELD");
        object(request, 3, "a", "v3", "MARKER", false, NOON, "MARKER");
        object(request, 4, "b", "v4", "VERSION", true, NOON, "HELD");
        object(request, 5, "b", "u5", "UPLOAD", false, NOON, "UPLOAD");
        object(request, 6, "gone", "v6", "VERSION", false, NOON, "VANISHED");
        var rows = new WantedDocumentsTable(db);

        assertThat(rows.totals(request)).isEqualTo(new Totals(3, 1, 1, 0, 1, 0, 1));
        assertThat(rows.after(request, WantedRows.BEGINNING, 10).stream()
                        .sorted(Wanted.OLDEST_FIRST)
                        .filter(row -> row.name().equals("a"))
                        .map(Wanted::versionId))
                .containsExactly("v2", "v3", "v1");
        assertThat(rows.after(request, 2, 1)).extracting(Wanted::marker).containsExactly(true);
        assertThat(rows.after(request, 4, 10)).isEmpty();
        assertThat(rows.facts(request, 1)).containsEntry("metadata", Map.of("clause", "12"));
    }

    @Test
    void countsKeysWhoseOrderTheListingDoesNotTell() {
        var request = attempt();
        object(request, 1, "a", "v1", "VERSION", false, NOON, "HELD");
        object(request, 2, "a", "v2", "VERSION", false, NOON, "HELD");
        object(request, 3, "a", "v3", "VERSION", true, NOON, "HELD");
        object(request, 4, "b", "v1", "VERSION", false, NOON, "HELD");
        object(request, 5, "b", "v2", "VERSION", true, NOON, "HELD");

        assertThat(new WantedDocumentsTable(db).totals(request).unordered()).isEqualTo(1);
    }

    @Test
    void countsVersionsThatAreNotHeld() {
        var request = attempt();
        object(request, 1, "a", "v1", "VERSION", true, NOON, "NOT_HELD");

        assertThat(new WantedDocumentsTable(db).totals(request).notHeld()).isEqualTo(1);
    }

    @Test
    void takesFilesUnderTheNamesThatTheyCameWith() {
        var request = attempt();
        file(request, 0, "a/b.txt".getBytes(UTF_8));
        file(request, 1, "a/b.txt".getBytes(UTF_8));
        file(request, 2, new byte[] {(byte) 0xff});
        var rows = new WantedFilesTable(db);

        assertThat(rows.totals(request)).isEqualTo(new Totals(3, 0, 0, 0, 1, 1, 7));
        assertThat(rows.after(request, WantedRows.BEGINNING, 10)).hasSize(3);
        var files = rows.after(request, 0, 10);
        assertThat(files.get(0).name()).isEqualTo("a/b.txt");
        assertThat(files.get(0).size()).isEqualTo(4);
        assertThatThrownBy(files.get(1)::name).isInstanceOf(SourceRefused.class).hasMessageContaining("is no UTF-8");
        assertThat(rows.facts(request, 1)).isEmpty();
    }

    private static PlacingRequest attempt() {
        var exit = new TestExit(database).register("repo-1").agree().authorise().attempt("repo-1", "VERIFIED");
        return new PlacingRequest(
                exit.id(), "repo-1", 1, null, null, 0, oid -> List.of(), "home", "s3://home", "acme", Path.of(""));
    }

    private static void object(
            PlacingRequest request,
            long ordinal,
            String key,
            String version,
            String what,
            boolean latest,
            Instant at,
            String state) {
        db.sql("""
                insert into handback.attempt_object (exit_id, asset, number, ordinal, key, version_id, etag, what, latest, size,
                    last_modified, state, sha256, copied_in, facts)
                values (?, ?, 1, ?, ?, ?, '', ?, ?, 4, ?, ?, ?, ?, '{"metadata": {"clause": "12"}}'::jsonb)""")
                .params(
                        request.exit(),
                        request.asset(),
                        ordinal,
                        key.getBytes(UTF_8),
                        version,
                        what,
                        latest,
                        Timestamp.from(at),
                        state,
                        state.equals("HELD") ? "a".repeat(64) : null,
                        state.equals("HELD") ? 1 : null)
                .update();
    }

    private static void file(PlacingRequest request, int ordinal, byte[] name) {
        db.sql(
                        "insert into handback.attempt_file (exit_id, asset, number, ordinal, name, sha256, bytes) values (?, ?, 1, ?, ?, ?, 4)")
                .params(request.exit(), request.asset(), ordinal, name, "a".repeat(64))
                .update();
    }
}
