package dev.handback;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * A PostgreSQL of our own, for when none is configured: durable, on loopback, with passwords, its data under the data
 * folder. Committed data survives the death of this process; {@link #close} stops the server, and where nobody could,
 * the next start does.
 */
final class EmbeddedDatabase implements AutoCloseable {
    static final String APP = "handback_app";
    static final String OWNER = "handback_owner";
    private static final String SUPERUSER = "postgres";
    private static final String NAME = "handback";
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final DataFolder folder;
    private final EmbeddedPostgres server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(DataFolder folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts it, first stopping what a killed instance left behind; refuses with a sentence that says what to do. */
    static EmbeddedDatabase start(Path home) {
        refuseLibraryFolder();
        var folder = DataFolder.take(home.toAbsolutePath().normalize());
        try {
            Postmaster.requireUserNamespace(folder);
            Postmaster.stopOrphan(folder.cluster());
            return open(folder);
        } catch (EmbeddedDatabaseRefused refused) {
            folder.close();
            throw refused;
        } catch (IOException | RuntimeException e) {
            Postmaster.stopOrphan(folder.cluster()); // the library forgets a server that came up too late for it
            folder.close();
            throw new EmbeddedDatabaseRefused(
                    "the embedded PostgreSQL in %s does not start: %s".formatted(folder.cluster(), e.getMessage()), e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), NAME);
    }

    String password(String role) {
        return folder.password(role);
    }

    /** Stops the server, waiting for what is being written; further calls do nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try (folder) {
            server.close();
        } catch (IOException e) {
            log.error("Embedded PostgreSQL in {} did not stop", folder.cluster(), e);
        }
    }

    /** Runs roles.sql, as superuser in the database it is for. */
    static void rolesAndSchemas(DataSource superuser) {
        var script = new ResourceDatabasePopulator(new ClassPathResource("db/roles.sql"));
        script.setSeparator(ScriptUtils.EOF_STATEMENT_SEPARATOR); // its do-blocks contain semicolons
        script.execute(superuser);
    }

    private static EmbeddedDatabase open(DataFolder folder) throws IOException {
        var complete = folder.cluster().resolve("handback.complete");
        if (Files.exists(folder.cluster()) && !Files.exists(complete)) {
            setAside(folder.cluster());
        }
        var database = new EmbeddedDatabase(folder, server(folder));
        folder.closeBinaries();
        if (!Files.exists(complete)) {
            JdbcClient.create(database.superuser("postgres"))
                    .sql("create database " + NAME)
                    .update();
            Files.createFile(complete);
        }
        rolesAndSchemas(database.superuser(NAME));
        database.passwords();
        log.info(
                "Embedded PostgreSQL listens on 127.0.0.1:{}, data in {}", database.server.getPort(), folder.cluster());
        return database;
    }

    /** A first start that was killed midway: nothing of ours is in it yet, still nothing is deleted. */
    private static void setAside(Path cluster) throws IOException {
        var aside = cluster.resolveSibling("cluster-unfinished-" + Instant.now().toEpochMilli());
        Files.move(cluster, aside);
        log.warn("The first start of the embedded PostgreSQL was interrupted; its remains are set aside in {}", aside);
    }

    /** The library is made for tests: what it leaves out for speed is switched on again here. */
    private static EmbeddedPostgres server(DataFolder folder) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.cluster())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false) // it would run before Spring closes what still writes
                .setOverrideWorkingDirectory(folder.binaries().toFile())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("auth", "scram-sha-256") // follows, and so overrides, the library's own trust
                .setLocaleConfig("pwfile", folder.passwordFile(SUPERUSER).toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin") // the same order and case on every machine
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setConnectConfig("password", folder.password(SUPERUSER))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "60")
                .start();
    }

    /** Set at every start, so that a lost file heals; generated hexadecimal, hence safe as a literal. */
    private void passwords() {
        var jdbc = JdbcClient.create(superuser(NAME));
        for (var role : new String[] {OWNER, APP}) {
            jdbc.sql("alter role %s password '%s'".formatted(role, folder.password(role)))
                    .update();
        }
    }

    private DataSource superuser(String database) {
        var url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database);
        return new DriverManagerDataSource(url, SUPERUSER, folder.password(SUPERUSER));
    }

    private static void refuseLibraryFolder() {
        if (System.getProperty("ot.epg.working-dir") != null) {
            throw new EmbeddedDatabaseRefused(
                    "the system property ot.epg.working-dir can make the PostgreSQL library delete the database; remove it");
        }
    }
}
