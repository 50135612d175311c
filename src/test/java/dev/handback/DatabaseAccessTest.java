package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.work.EmbeddedNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseAccessTest {
    private static final String WHO =
            "select current_user || ' ' || (select tableowner from pg_tables where tablename = 'flyway_schema_history')";

    @Test
    void migratesTheEmbeddedDatabaseAsItsOwnerAndWorksAsTheApplication(@TempDir Path home) {
        application("handback.data-dir=" + home).run(context -> {
            assertThat(context).hasSingleBean(EmbeddedDatabase.class);
            assertThat(context.getBean(JdbcClient.class)
                            .sql(WHO)
                            .query(String.class)
                            .single())
                    .isEqualTo("handback_app handback_owner");
        });
        assertThat(home.resolve("database/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void usesTheNamedDatabaseAndStartsNoOther() {
        try (var database = TestDatabase.create()) {
            var settings = database.properties().entrySet().stream()
                    .map(Object::toString)
                    .toArray(String[]::new);
            application(settings).run(context -> {
                assertThat(context).doesNotHaveBean(EmbeddedDatabase.class);
                assertThat(context.getBean(JdbcClient.class)
                                .sql(WHO)
                                .query(String.class)
                                .single())
                        .isEqualTo("handback_app handback_owner");
            });
        }
    }

    @Test
    void refusesToServeOthersFromTheEmbeddedDatabase(@TempDir Path home) {
        for (var open : new String[] {"0.0.0.0", "", "::", "203.0.113.7"}) {
            application("handback.data-dir=" + home, "server.address=" + open).run(context -> assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(EmbeddedDatabaseRefused.class)
                    .hasMessageContaining("server.address is '" + open + "'"));
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void stopsItsServerAfterAStepInterruptedBySigtermAndGoesOnAfterTheNextStart(@TempDir Path home) throws Exception {
        try (var node = ChildProcess.of(EmbeddedNode.class, home.toString())) {
            node.awaitLine("hanging in attempt 1");
            var pid = Files.readAllLines(home.resolve("database/cluster/postmaster.pid"))
                    .get(0);
            var server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

            assertThat(node.terminate()).isEqualTo(143);

            assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(node.rest()).doesNotContain("ERROR").doesNotContain("Failed");
        }
        try (var next = ChildProcess.of(EmbeddedNode.class, home.toString())) {
            next.awaitLine("hanging in attempt 1"); // an orderly stop used up no attempt
            next.terminate();
        }
    }

    @Test
    void printsARefusalAsOneSentence() {
        var analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, FailureHandler.handleMessage((others, failure) -> {}));
        var wrapped = new IllegalStateException("bean", new EmbeddedDatabaseRefused("the folder is taken"));

        assertThat(analyzers).anySatisfy(analyzer -> {
            var analysis = analyzer.analyze(wrapped);
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).isEqualTo("the folder is taken");
        });
    }

    private static ApplicationContextRunner application(String... settings) {
        return new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        FlywayAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class))
                .withUserConfiguration(DatabaseAccess.class)
                .withPropertyValues(settings);
    }
}
