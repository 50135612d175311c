package dev.handback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.custody.Ledger;
import dev.handback.custody.LedgerSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class LedgerCommandTest {
    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient superuser = JdbcClient.create(database.superuser());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path home;

    @BeforeEach
    void openLedger(@TempDir Path folder) {
        home = folder;
        superuser.sql("""
                        create table handback.sighting (note text);
                        call handback.fact_table('handback.sighting', 'any');
                        set handback.actor = 'system:test';
                        insert into handback.sighting values ('a whale')
                        """).update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void findsAnUntouchedLedgerGood() {
        new Ledger(
                        database.app(),
                        new JdbcTransactionManager(database.app()),
                        new LedgerSettings(home.resolve("ledger"), "handback/ledger"))
                .checkpoint();

        assertThat(verify()).isZero();
        assertThat(out.toString())
                .contains("1 entries", "1 checkpoints outside", "good")
                .doesNotContain("cannot be noticed");
    }

    @Test
    void saysWhatItCannotSeeWithoutACheckpoint() {
        assertThat(verify()).isZero();
        assertThat(out.toString()).contains("0 checkpoints outside", "cannot be noticed");
        assertThat(home.resolve("ledger")).doesNotExist();
    }

    @Test
    void listsFindings() {
        superuser
                .sql("alter table handback.sighting disable trigger all; update handback.sighting set note = 'a cow'")
                .update();

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString())
                .contains("ROW_ALTERED sighting", "note: expected \"a whale\", found \"a cow\"", "PROTECTION_OFF");
    }

    @Test
    void saysWhenItCannotRead() {
        var code = run(
                "ledger",
                "verify",
                "--handback.data-dir=" + home,
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                "--spring.datasource.username=x");

        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).startsWith("cannot read: ");
    }

    @Test
    void makesNoDatabaseWhereThereIsNone() {
        assertThat(run("ledger", "verify", "--handback.data-dir=" + home)).isEqualTo(3);
        assertThat(err.toString()).contains("no embedded database", "--handback.data-dir");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void saysWhenTheDatabaseIsNotOurs() {
        superuser.sql("drop table handback.checkpoint").update();

        assertThat(verify()).isEqualTo(3);
        assertThat(err.toString()).contains("checkpoint");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run("ledger", "verify", "twice")).isEqualTo(2);
        assertThat(run("ledger")).isEqualTo(2);
        assertThat(run("legder", "verify")).isEqualTo(2);
        assertThat(run("--help")).isZero();
    }

    @Test
    void servesWithoutACommand() {
        assertThat(Commands.serve()).contains(new String[0]);
        assertThat(Commands.serve("--server.port=8081")).contains(new String[] {"--server.port=8081"});
        assertThat(Commands.serve("serve", "--server.port=8081")).contains(new String[] {"--server.port=8081"});
        assertThat(Commands.serve("--help")).isEmpty();
        assertThat(Commands.serve("ledger", "verify")).isEmpty();
    }

    @Test
    void readsTheServerOfARunningInstance() throws Exception {
        var folder = Files.createDirectories(home.resolve("database/cluster"));
        var port = database.url().replaceAll(".*:(\\d+)/.*", "$1");
        Files.writeString(folder.resolve("postmaster.pid"), "1\n" + folder + "\n0\n" + port + "\n");
        Files.writeString(folder.resolveSibling("handback_app.password"), "any\n");

        // its database is called handback, which the server of the tests does not have
        assertThat(run("ledger", "verify", "--handback.data-dir=" + home)).isEqualTo(3);
        assertThat(err.toString()).contains("database \"handback\" does not exist");
    }

    private int verify() {
        return run(
                "ledger",
                "verify",
                "--handback.data-dir=" + home,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=handback_app");
    }

    private int run(String... args) {
        return Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
