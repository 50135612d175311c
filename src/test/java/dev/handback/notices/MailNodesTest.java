package dev.handback.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.handback.ChildProcess;
import dev.handback.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several nodes share one outbox, and one of them may be killed at the worst moment. */
class MailNodesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EXITS = 20;

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient rows = JdbcClient.create(database.superuser());
    private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        database.close();
    }

    @Test
    void twoNodesSendEachMailOnce() {
        var settings = MailNode.mail(server.getSmtp().getPort());
        try (var one = MailNode.scheduled("node-1", database.properties(), settings);
                var two = MailNode.scheduled("node-2", database.properties(), settings)) {
            IntStream.range(0, EXITS).forEach(n -> (n % 2 == 0 ? one : two)
                    .notices()
                    .tell(MailNode.hold("H-" + n, "X2026-%04d".formatted(n))));
            await().atMost(SOON).until(() -> one.outbox().count(Mail.State.SENT) == EXITS * 3);

            assertThat(numbers()).hasSize(EXITS * 3).doesNotHaveDuplicates();
            assertThat(rows.sql("select max(attempts) from work.mail")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatAKilledNodeHadHandedOverGoesOutAgainUnderTheSameNumber() throws Exception {
        rows.sql("""
                create function work.hang() returns trigger language plpgsql as
                $$ begin perform pg_sleep(600); return new; end $$""").update();
        rows.sql("""
                create trigger hang before update on work.mail for each row when (new.state = 'SENT')
                execute function work.hang()""").update();
        try (var node = ChildProcess.of(
                MailProcess.class,
                database.url(),
                String.valueOf(server.getSmtp().getPort()))) {
            node.awaitLine("told");
            assertThat(server.waitForIncomingEmail(SOON.toMillis(), 1)).isTrue();
            await().atMost(SOON).until(() -> hanging() == 1);
            node.kill();
        }
        rows.sql("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'")
                .query((row, n) -> row.getBoolean(1))
                .list();
        rows.sql("drop trigger hang on work.mail").update();
        assertThat(rows.sql("select state || attempts from work.mail")
                        .query(String.class)
                        .list())
                .containsExactly("WAITING1");

        try (var other = MailNode.scheduled(
                "node-2", database.properties(), MailNode.mail(server.getSmtp().getPort()))) {
            await().atMost(SOON).until(() -> other.outbox().count(Mail.State.SENT) == 1);
        }

        assertThat(numbers()).hasSize(2);
        assertThat(numbers().get(1)).isEqualTo(numbers().get(0));
    }

    private int hanging() {
        return rows.sql("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                .query(Integer.class)
                .single();
    }

    private List<String> numbers() {
        return Arrays.stream(server.getReceivedMessages())
                .map(MailNodesTest::number)
                .toList();
    }

    private static String number(MimeMessage mail) {
        try {
            return mail.getMessageID() + " " + mail.getAllRecipients()[0];
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
