package dev.handback;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A fresh, migrated, private database on the one PostgreSQL of this test JVM: {@code TestDatabase.create()} in a test
 * class, {@code close()} after it. That server keeps nothing and syncs nothing; durability is tested elsewhere.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String TEMPLATE = "handback_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();
    private static volatile Consumer<TestDatabase> beforeEnd = database -> {};

    private final String name;
    private final HikariDataSource app = new HikariDataSource();

    private TestDatabase(String name) {
        this.name = name;
        app.setJdbcUrl(url());
        app.setUsername("handback_app");
        app.setMinimumIdle(0);
    }

    public static synchronized TestDatabase create() {
        var name = "test_" + NUMBER.incrementAndGet();
        copy(TEMPLATE, name);
        return new TestDatabase(name);
    }

    /** How many there were in this JVM. */
    public static int made() {
        return NUMBER.get();
    }

    /** What looks at each database before it is dropped. */
    public static void beforeEnd(Consumer<TestDatabase> look) {
        beforeEnd = look;
    }

    /** Every database that is created from now on has this done to it. */
    public static synchronized void changeTemplate(String sql) {
        JdbcClient.create(dataSource("postgres", TEMPLATE)).sql(sql).update();
    }

    /** As the running application connects: over a pool, whose connections know their plans. */
    public DataSource app() {
        return app;
    }

    /** As migrations connect: owns schema handback. */
    public DataSource owner() {
        return dataSource("handback_owner", name);
    }

    public DataSource superuser() {
        return dataSource("postgres", name);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(SERVER.getPort(), name);
    }

    /** What a Spring context needs to use this database instead of an embedded one. */
    public Map<String, Object> properties() {
        return Map.of(
                "spring.datasource.url",
                url(),
                "spring.datasource.username",
                "handback_app",
                "spring.flyway.url",
                url(),
                "spring.flyway.user",
                "handback_owner");
    }

    @Override
    public void close() {
        beforeEnd.accept(this);
        app.close();
        server().sql("drop database if exists %s with (force)".formatted(name)).update();
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("track_functions", "pl")
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .start();
            migrateTemplate(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrateTemplate(EmbeddedPostgres server) {
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + TEMPLATE)
                .update();
        roles(dataSource(server, "postgres", TEMPLATE));
        Flyway.configure()
                .dataSource(dataSource(server, "handback_owner", TEMPLATE))
                .schemas("handback")
                .createSchemas(false)
                .load()
                .migrate();
    }

    private static void copy(String from, String to) {
        server().sql("create database %s template %s".formatted(to, from)).update();
        // a copy does not inherit what was revoked on the database itself
        roles(dataSource("postgres", to));
    }

    private static void roles(DataSource superuser) {
        EmbeddedDatabase.rolesAndSchemas(superuser);
    }

    private static JdbcClient server() {
        return JdbcClient.create(SERVER.getPostgresDatabase());
    }

    private static DataSource dataSource(String user, String database) {
        return dataSource(SERVER, user, database);
    }

    private static DataSource dataSource(EmbeddedPostgres server, String user, String database) {
        var url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database);
        return new DriverManagerDataSource(url, user, "");
    }
}
