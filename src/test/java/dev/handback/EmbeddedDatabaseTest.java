package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedDatabaseTest {
    private final Path home;

    EmbeddedDatabaseTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void keepsCommittedRowsWhenItsProcessIsKilledAndRefusesASecondInstanceMeanwhile() throws Exception {
        var child = ChildProcess.of(WritesARow.class, home.toString());
        child.awaitLine("written");

        assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                .isInstanceOf(EmbeddedDatabaseRefused.class)
                .hasMessageContaining("another instance of Handback already uses the data folder " + home);
        var orphan = ProcessHandle.of(pid()).orElseThrow();
        child.kill();
        assertThat(orphan.isAlive()).isTrue();

        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(as(database, EmbeddedDatabase.APP)
                            .sql("select text from engine.kept")
                            .query(String.class)
                            .single())
                    .isEqualTo("committed");
            assertThat(orphan.isAlive()).isFalse();
        }
    }

    @Test
    void syncsAsksForPasswordsAndStaysOnLoopback() throws IOException {
        try (var database = EmbeddedDatabase.start(home)) {
            var app = as(database, EmbeddedDatabase.APP);
            assertThat(List.of(
                            "fsync",
                            "synchronous_commit",
                            "full_page_writes",
                            "password_encryption",
                            "listen_addresses"))
                    .map(setting -> app.sql("select current_setting(?)")
                            .param(setting)
                            .query(String.class)
                            .single())
                    .containsExactly("on", "on", "on", "scram-sha-256", "127.0.0.1");
            assertThatThrownBy(() -> jdbc(database.url(), "postgres", "guess")
                            .sql("select 1")
                            .query()
                            .singleValue())
                    .rootCause()
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.readString(home.resolve("database/cluster/pg_hba.conf")))
                    .doesNotContainPattern("(?m)^[^#]*trust");
        }
        assertThat(permissions("database")).isEqualTo("rwx------");
        assertThat(permissions("database/binaries")).isEqualTo("rwx------");
        assertThat(permissions("database/cluster")).isEqualTo("rwx------");
        assertThat(permissions("database/postgres.password")).isEqualTo("rw-------");
        assertThat(permissions("database/handback_app.password")).isEqualTo("rw-------");
    }

    @Test
    void stopsItsServerAndStartsAgainAfterALostPasswordFileAndAStalePidFile() throws IOException {
        ProcessHandle server;
        try (var database = EmbeddedDatabase.start(home)) {
            as(database, EmbeddedDatabase.APP)
                    .sql("create table engine.kept (text text)")
                    .update();
            server = ProcessHandle.of(pid()).orElseThrow();
        }
        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));

        Files.delete(home.resolve("database/handback_app.password"));
        // after a reboot the number may belong to anybody: here to this very process
        Files.writeString(pidFile(), ProcessHandle.current().pid() + "\n" + home.resolve("database/cluster") + "\n");
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(as(database, EmbeddedDatabase.APP)
                            .sql("select count(*) from engine.kept")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
        Files.writeString(pidFile(), "4194999\n");
        EmbeddedDatabase.start(home).close();
    }

    @Test
    void setsAsideAFirstStartThatWasInterrupted() throws IOException {
        Files.createDirectories(home.resolve("database/cluster"));
        Files.writeString(home.resolve("database/cluster/postgresql.conf"), "half a cluster");

        EmbeddedDatabase.start(home).close();

        try (var files = Files.list(home.resolve("database"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("cluster-unfinished-"));
        }
    }

    @Test
    void refusesTheFolderOfAnotherUser() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a folder away");
        var folder = Files.createDirectory(home.resolve("theirs"));
        Files.setOwner(
                folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(EmbeddedDatabaseRefused.class)
                .hasMessageContaining("belongs to user nobody but Handback runs as root");
    }

    @Test
    void refusesThePropertyByWhichTheLibraryDeletesDatabases() {
        System.setProperty("ot.epg.working-dir", home.toString());
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home)).hasMessageContaining("ot.epg.working-dir");
        } finally {
            System.clearProperty("ot.epg.working-dir");
        }
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(pidFile()).get(0));
    }

    private Path pidFile() {
        return home.resolve("database/cluster/postmaster.pid");
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file)));
    }

    private static JdbcClient as(EmbeddedDatabase database, String role) {
        return jdbc(database.url(), role, database.password(role));
    }

    private static JdbcClient jdbc(String url, String user, String password) {
        return JdbcClient.create(new DriverManagerDataSource(url, user, password));
    }

    /** Another process with the same database. */
    static final class WritesARow {
        public static void main(String[] args) throws InterruptedException {
            var database = EmbeddedDatabase.start(Path.of(args[0]));
            var app = as(database, EmbeddedDatabase.APP);
            app.sql("create table engine.kept (text text)").update();
            app.sql("insert into engine.kept values ('committed')").update();
            System.out.println("written");
            Thread.currentThread().join(60_000);
        }
    }
}
