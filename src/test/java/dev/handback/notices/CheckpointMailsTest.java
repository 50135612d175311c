package dev.handback.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.custody.Ledger;
import dev.handback.custody.LedgerCheck;
import dev.handback.custody.LedgerSettings;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Heads of the ledger go to people outside, by a real SMTP server, and what they keep convicts a ledger written anew. */
class CheckpointMailsTest {
    private static final String SOMEBODY = "notary@law.example";

    private final TestDatabase database = TestDatabase.create();
    private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    @TempDir
    private Path folder;

    private @Nullable MailNode node;

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
        server.stop();
        database.close();
    }

    @Test
    void goesOnceToEverybodyOutsideAndSaysWhatItIs() throws Exception {
        var node = node(SOMEBODY, "board@client.example");
        new TestExit(database).register("repo");
        var head = ledger().checkpoint();

        mails(node).send(head.size(), head.note(), ledger().publicKey());
        mails(node).send(head.size(), head.note(), ledger().publicKey());
        node.round();
        node.round();

        assertThat(recipients()).containsExactlyInAnyOrder(SOMEBODY, "board@client.example");
        var mail = received().get(0);
        assertThat(mail.getSubject()).isEqualTo("[Handback] Head of the ledger: " + head.size() + " entries");
        assertThat(text(mail))
                .contains(
                        head.note(), ledger().publicKey().strip(), "https://handback.client.example/runbooks/ops-keys")
                .doesNotContain("X20", "repo", "Vendor", "Client");
        assertThat(mails(node).latest())
                .get()
                .extracting(CheckpointMails.Mailed::size)
                .isEqualTo(head.size());
    }

    @Test
    void waitsForTheServerAndLeavesOutWhoIsNamedNoMore() throws Exception {
        var node = node(SOMEBODY, "gone@law.example");
        new TestExit(database);
        var head = ledger().checkpoint();
        mails(node).send(head.size(), head.note(), ledger().publicKey());
        server.stop();
        node.round();
        assertThat(node.outbox().count(Mail.State.WAITING)).isEqualTo(2);

        node.close();
        server.start();
        var later = node(SOMEBODY);
        later.clock.set(MailNode.MORNING.plus(Duration.ofHours(1)));
        later.round();

        assertThat(recipients()).containsExactly(SOMEBODY);
        assertThat(later.outbox().count(Mail.State.WITHDRAWN)).isEqualTo(1);
    }

    @Test
    void whatIsKeptOutOfTheMailConvictsALedgerThatWasWrittenAnew() throws Exception {
        var node = node(SOMEBODY);
        new TestExit(database).register("repo");
        var head = ledger().checkpoint();
        mails(node).send(head.size(), head.note(), ledger().publicKey());
        node.round();
        var body = text(received().get(0));
        var kept = body.substring(
                body.indexOf("-----BEGIN CHECKPOINT-----\n") + "-----BEGIN CHECKPOINT-----\n".length(),
                body.indexOf("-----END CHECKPOINT-----"));
        Files.writeString(folder.resolve("ledger/checkpoints/kept.txt"), kept);
        assertThat(check(database)).isEmpty();

        try (var anew = TestDatabase.create()) { // the same key, another history
            new TestExit(anew).register("other").register("another");
            assertThat(check(anew))
                    .anyMatch(finding -> finding.contains("CHECKPOINT_CLASH") && finding.contains("kept.txt"));
        }
    }

    @Test
    void refusesToStartWithAnAddressThatIsNone() {
        assertThatThrownBy(() -> node("not an address")).hasStackTraceContaining("checkpoints-to: expected e-mail");
    }

    private List<String> check(TestDatabase database) {
        var source = database.app();
        return new LedgerCheck(source, new JdbcTransactionManager(source), settings())
                .verify().findings().stream().map(String::valueOf).toList();
    }

    private LedgerSettings settings() {
        return new LedgerSettings(folder.resolve("ledger"), "handback/ledger");
    }

    private @Nullable Ledger ledger;

    private Ledger ledger() {
        if (ledger == null) {
            ledger = new Ledger(database.app(), new JdbcTransactionManager(database.app()), settings());
        }
        return ledger;
    }

    private static CheckpointMails mails(MailNode node) {
        return node.get(CheckpointMails.class);
    }

    private MailNode node(String... outside) {
        var settings = new HashMap<>(MailNode.mail(server.getSmtp().getPort()));
        settings.put("handback.mail.checkpoints-to", String.join(",", outside));
        var started = MailNode.byHand(database, settings);
        node = started;
        return started;
    }

    private List<MimeMessage> received() {
        return Arrays.asList(server.getReceivedMessages());
    }

    private List<String> recipients() throws Exception {
        var all = new ArrayList<String>();
        for (var mail : received()) all.add(mail.getAllRecipients()[0].toString());
        return all;
    }

    private static String text(MimeMessage mail) throws Exception {
        return String.valueOf(mail.getContent()).replace("\r\n", "\n");
    }
}
