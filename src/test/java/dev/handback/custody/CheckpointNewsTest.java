package dev.handback.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** When a head of the ledger is given to people outside. */
class CheckpointNewsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void isDueAfterEachCertificateAndOnceADayWhenAnythingWasEntered() {
        try (var database = TestDatabase.create()) {
            var app = database.app();
            var ledger = new Ledger(
                    app,
                    new JdbcTransactionManager(app),
                    new LedgerSettings(folder.resolve("ledger"), "handback/ledger"));
            var news = new CheckpointNews(app, ledger);
            var exit =
                    new TestExit(database).register("repo").agree().authorise().attempt("repo", "VERIFIED");
            exit.check("erin", "repo").fixity("repo", "INTACT");
            var given = ledger.checkpoint().size();

            assertThat(news.due(given, NOON, NOON.plus(Duration.ofDays(3))))
                    .as("nothing was entered")
                    .isEmpty();
            var number = exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo");
            assertThat(news.due(given, NOON, NOON.plus(Duration.ofHours(23)))).isEmpty();
            assertThat(news.due(given, NOON, NOON.plus(Duration.ofDays(1)))).isPresent();
            exit.sign("lea", number);
            assertThat(news.due(given, NOON, NOON))
                    .hasValueSatisfying(head -> assertThat(head.size()).isGreaterThan(given));
        }
    }
}
