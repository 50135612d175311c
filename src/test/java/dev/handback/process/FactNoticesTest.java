package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.notices.MailNode;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds, stays and contradictions reach people whoever wrote them, by facts in the database and a real mail server. */
class FactNoticesTest {
    @Test
    void tellsEverybodyAtWorkOfAQuarantineWithoutItsReason() throws Exception {
        exit.attempt("repo-1", "VERIFIED");
        exit.insert(
                "erin",
                "insert into handback.quarantined (exit_id, asset, number, reason) values (?, 'repo-1', 1, 'payroll of another customer')",
                exit.id());
        round();
        round();

        assertThat(recipients()).contains("olga", "erin", "lea").doesNotContain("ada");
        assertThat(mails().get(0).getSubject()).isEqualTo("[Handback] Quarantine: repo-1 – " + exit.id());
        assertThat(text(0))
                .contains("quarantine " + exit.id() + "-Q1 was placed by erin", "/runbooks/ops-quarantine")
                .doesNotContain("payroll");
    }

    private static final String LAWYERS = "lea leo olga otto erin2";

    private final TestDatabase database = TestDatabase.create();
    private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private MailNode node;
    private TestExit exit;

    @BeforeEach
    void start() {
        server.start();
        node = MailNode.byHand(database, MailNode.mail(server.getSmtp().getPort()));
        node.clock.set(Instant.now());
        exit = new TestExit(database).register("repo-1").agree().authorise();
    }

    @AfterEach
    void stop() {
        node.close();
        server.stop();
        database.close();
    }

    @Test
    void tellsOperationsAndLegalOfAHoldOnceAndWithoutItsReason() throws Exception {
        hold();
        round();
        round();

        assertThat(recipients()).containsExactlyInAnyOrder(LAWYERS.split(" "));
        assertThat(mails().get(0).getSubject()).isEqualTo("[Handback] Hold: repo-1 – " + exit.id());
        assertThat(text(0))
                .contains(
                        "hold H-1 was placed by lea",
                        "/exits/" + exit.id() + "/assets/repo-1",
                        "/runbooks/ops-stand-still")
                .doesNotContain("litigation against", "matter 7");

        exit.insert(
                "leo",
                "insert into handback.hold_lifted (hold, exit_id, reason) values ('H-1', ?, 'settled')",
                exit.id());
        round();
        assertThat(text(5)).contains("hold H-1 was lifted by leo");
        assertThat(mails()).hasSize(10);
    }

    @Test
    void tellsEverybodyAtWorkOfAStay() throws Exception {
        exit.insert(
                "olga",
                "insert into handback.stay_declared (exit_id, reason) values (?, 'insolvency of the vendor')",
                exit.id());
        round();

        assertThat(recipients()).containsExactlyInAnyOrder((LAWYERS + " erin emil").split(" "));
        assertThat(text(0))
                .contains("stay S-1 was declared by olga: retrieval and destruction pause")
                .doesNotContain("insolvency");
    }

    @Test
    void tellsOfWhatStillAnswersAfterItWasSaidToBeDestroyed() throws Exception {
        exit.probe("repo-1", "CONTROL", "ANSWERS").probe("repo-1", "AFTER", "NOT_OBSERVED");
        round();
        assertThat(mails()).isEmpty();

        exit.probe("repo-1", "AFTER", "CONTRADICTED");
        round();

        assertThat(recipients()).containsExactlyInAnyOrder(LAWYERS.split(" "));
        assertThat(mails().get(0).getSubject()).isEqualTo("[Handback] Contradiction: repo-1 – " + exit.id());
    }

    @Test
    void isNoNewsAfterAMonth() {
        hold();
        node.clock.pass(Duration.ofDays(31));
        round();

        assertThat(mails()).isEmpty();
    }

    private void hold() {
        exit.insert("lea", """
                insert into handback.hold_placed (exit_id, asset, reason, document)
                values (?, 'repo-1', 'litigation against the vendor', 'matter 7')""", exit.id());
    }

    private void round() {
        new FactNotices(node.notices(), new UntoldTable(JdbcClient.create(database.app())), node.clock).run();
        node.round();
    }

    private List<MimeMessage> mails() {
        return Arrays.asList(server.getReceivedMessages());
    }

    private List<String> recipients() {
        return mails().stream().map(FactNoticesTest::person).toList();
    }

    private String text(int mail) throws Exception {
        return String.valueOf(mails().get(mail).getContent());
    }

    private static String person(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString().replaceAll("@.*", "");
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
