package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What makes an assignment, a licence or a novation done, as a script with the application's own role meets it. */
class InstrumentsTest {
    private static final String COMMIT = "1".repeat(40);
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void closesNoExitWhoseAssignedAssetHasNoInstrument() {
        var exit = home("ASSIGN");
        assertThat(gate(exit, "SIGN_RETURN", null)).containsExactly("INSTRUMENT_MISSING");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo"));
        var barred = exit.drawUp("ASSET_RETURN", "FINAL", "repo");
        assertThat(gate(exit, "SIGN_RETURN", barred)).containsExactly("INSTRUMENT_MISSING");
        assertThatThrownBy(() -> exit.sign("lea", barred)).hasMessageContaining("gate SIGN_RETURN is shut");

        var deed = record(exit, "ASSIGNMENT", "PRESENT", "repo");
        exit.sign("lea", barred);
        settled(exit);
        assertThat(gate(exit, "CLOSE", "CLOSED")).isEmpty();
        withdraw(exit, deed);
        assertThatThrownBy(() -> close(exit)).hasMessageContaining("gate CLOSE is shut");
        record(exit, "EXCLUSIVE_LICENCE", "PRESENT", "repo");
        close(exit);

        assertThat(exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void takesAPromiseForNoInstrument() {
        var exit = home("ASSIGN");
        var promise = record(exit, "ASSIGNMENT", "PROMISE", "repo");
        assertThat(gate(exit, "SIGN_RETURN", null)).containsExactly("INSTRUMENT_MISSING");

        insert(exit, "lea", "ASSIGNMENT", "PRESENT", "2026-11-01", "[{\"asset\": \"repo\"}]", promise);

        assertThat(gate(exit, "SIGN_RETURN", null)).isEmpty();
        assertThat(state(exit, promise)).isEqualTo("SUPERSEDED");
        assertThatThrownBy(() -> withdraw(exit, promise))
                .hasMessageContaining("no instrument " + promise + " in force");
        var elsewhere = record(home("ASSIGN"), "ASSIGNMENT", "PROMISE", "repo");
        assertThatThrownBy(() -> insert(
                        exit, "lea", "ASSIGNMENT", "PRESENT", "2026-11-01", "[{\"asset\": \"repo\"}]", elsewhere))
                .hasMessageContaining("supersedes: this exit has no instrument " + elsewhere + " in force");
    }

    @Test
    void isAllThereIsOfAManualAsset() {
        var exit = new TestExit(database);
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'patent', 1, 'ADDED', 'A patent', 'manual', 'FOREGROUND', 'ASSIGN')""", exit.id());
        exit.agree();
        assertThat(gate(exit, "SIGN_RETURN", null)).containsExactly("INSTRUMENT_MISSING");
        assertThat(gate(exit, "CHECK", null)).contains("NOT_VERIFIED");

        record(exit, "ASSIGNMENT", "PRESENT", "patent");

        assertThat(gate(exit, "SIGN_RETURN", null)).isEmpty();
        assertThat(gate(exit, "CHECK", null)).isEmpty();
    }

    @Test
    void needsNoneOfWhatIsExcepted() {
        var exit =
                new TestExit(database).register("repo", "FOREGROUND", "NOVATE").agree();
        var asked = exit.as("olga", () -> exit.sql(
                        "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'repo', 'EXCEPT', 'they will not sign') returning fact::text",
                        exit.id())
                .query(String.class)
                .single());
        for (var who : List.of("otto", "lea")) {
            exit.insert(
                    who,
                    "insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, 'repo', ?::uuid, 'APPROVED')",
                    exit.id(),
                    asked);
        }

        assertThat(gate(exit, "SIGN_RETURN", null)).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFit() {
        var exit = home("LICENSE");

        assertThatThrownBy(() -> record(exit, "NOVATION", "PRESENT", "repo"))
                .hasMessageContaining("disposition LICENSE is not done by an instrument of type NOVATION");
        assertThatThrownBy(() -> record(exit, "LICENCE", "PRESENT", "repo-9")).hasMessageContaining("no such asset");
        assertThatThrownBy(
                        () -> insert(exit, "lea", "LICENCE", "PRESENT", "2099-01-01", "[{\"asset\": \"repo\"}]", null))
                .hasMessageContaining("expected a day that has come");
        assertThatThrownBy(
                        () -> insert(exit, "olga", "LICENCE", "PRESENT", "2026-11-01", "[{\"asset\": \"repo\"}]", null))
                .hasMessageContaining("legal");
        assertThatThrownBy(() -> insert(
                        exit,
                        "lea",
                        "LICENCE",
                        "PRESENT",
                        "2026-11-01",
                        "[{\"asset\": \"repo\", \"commit\": \"HEAD\"}]",
                        null))
                .hasMessageContaining("expected a commit id");
        assertThatThrownBy(() -> insert(
                        exit,
                        "lea",
                        "LICENCE",
                        "PRESENT",
                        "2026-11-01",
                        "[{\"asset\": \"repo\"}, {\"asset\": \"repo\"}]",
                        null))
                .hasMessageContaining("each asset once");
        insert(
                exit,
                "lea",
                "LICENCE",
                "PRESENT",
                "2026-11-01",
                "[{\"asset\": \"repo\", \"commit\": \"" + COMMIT + "\"}]",
                null);
        assertThat(gate(exit, "SIGN_RETURN", null)).isEmpty();
    }

    /** Retrieved, checked and read again: only an instrument can be missing. */
    private static TestExit home(String disposition) {
        var exit = new TestExit(database)
                .register("repo", "FOREGROUND", disposition)
                .agree()
                .authorise();
        return exit.attempt("repo", "VERIFIED").check("erin", "repo").fixity("repo", "INTACT");
    }

    private static String record(TestExit exit, String type, String operative, String asset) {
        return insert(exit, "lea", type, operative, "2026-11-01", "[{\"asset\": \"" + asset + "\"}]", null);
    }

    private static String insert(
            TestExit exit,
            String actor,
            String type,
            String operative,
            String on,
            String assets,
            @org.jspecify.annotations.Nullable String supersedes) {
        return exit.as(actor, () -> exit.sql("""
                insert into handback.instrument_recorded (exit_id, type, operative, parties, signed_by, executed_on, jurisdiction, assets,
                    document_sha256, document_name, document_bytes, supersedes)
                values (?, ?, ?, 'Vendor and Client', 'its director', ?::date, 'England', ?::jsonb, repeat('a', 64), 'deed.pdf', 10, ?)
                returning instrument""", exit.id(), type, operative, on, assets, supersedes)
                .query(String.class)
                .single());
    }

    private static void withdraw(TestExit exit, String instrument) {
        exit.insert(
                "leo",
                "insert into handback.instrument_withdrawn (instrument, exit_id, reason) values (?, ?, 'signed by nobody who may')",
                instrument,
                exit.id());
    }

    private static String state(TestExit exit, String instrument) {
        return exit.sql("select state from handback.instrument where instrument = ?", instrument)
                .query(String.class)
                .single();
    }

    private static void settled(TestExit exit) {
        exit.insert("olga", """
                insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document)
                values (?, 'OURS', 'vendor-git', '2026-11-01', 'Vendor', 'letter'), (?, 'VENDORS', null, '2026-11-01', 'Our IT', 'ticket 7')""", exit.id(), exit.id());
        for (var item : List.of("credentials", "knowledge")) {
            exit.insert(
                    "erin",
                    "insert into handback.checklist_settled (exit_id, item, result, done_on, done_by, evidence) values (?, ?, 'DONE', '2026-11-01', 'Erin', 'ticket 8')",
                    exit.id(),
                    item);
        }
    }

    private static void close(TestExit exit) {
        exit.insert(
                "olga",
                "insert into handback.exit_closed (exit_id, mode, reason) values (?, 'CLOSED', 'all done')",
                exit.id());
    }

    private static List<String> gate(TestExit exit, String gate, @org.jspecify.annotations.Nullable String subject) {
        return exit.as(
                "lea", () -> exit.sql("select code from handback.gate_findings(?, ?, ?)", exit.id(), gate, subject)
                        .query(String.class)
                        .list());
    }
}
