package dev.handback.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.handback.TestDatabase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is told, to whom, how often; by a real SMTP server on loopback and a clock that the test moves. */
class NoticesTest {
    private static final String EXIT = "X2026-0001";
    private static final OpenTask TASK = new OpenTask(
            EXIT,
            "task-1",
            "Hand over billing-api – X2026-0001",
            Instant.parse("2026-11-20T09:00:00Z"),
            null,
            "/exits/X2026-0001/handover?task=task-1",
            "task-HandOver");

    private final TestDatabase database = TestDatabase.create();
    private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
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
    void tellsAHoldAtOnceToThoseWhoseGroupsActOnIt() throws Exception {
        var node = node(Map.of());

        node.notices().tell(MailNode.hold("H-1", EXIT));
        node.round();

        assertThat(recipients())
                .containsExactlyInAnyOrder("olga@client.example", "otto@client.example", "lea@client.example");
        var mail = mails().get(0);
        assertThat(mail.getSubject()).isEqualTo("[Handback] Hold: billing-api – X2026-0001");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(text(mail))
                .contains("hold H-1 was placed", "https://handback.client.example/exits/X2026-0001")
                .contains("https://handback.client.example/notices");
        node.round();
        assertThat(mails()).hasSize(3);
    }

    @Test
    void tellsNobodyOfWhatWasRolledBackAndNobodyTwiceOfOneCause() {
        var node = node(Map.of());

        new TransactionTemplate(node.get(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            node.notices().tell(MailNode.hold("H-1", EXIT));
            status.setRollbackOnly();
        });
        node.round();
        assertThat(mails()).isEmpty();

        node.notices().tell(MailNode.hold("H-2", EXIT));
        node.notices().tell(MailNode.hold("H-2", EXIT));
        node.round();
        node.notices().tell(MailNode.hold("H-2", EXIT));
        node.round();
        assertThat(mails()).hasSize(3);
    }

    @Test
    void sendsOneDigestADayWithTaskPageAndRunbook() throws Exception {
        var node = node(Map.of());
        node.notices().tell(alarm("alarm-1"));

        node.clock.set(Instant.parse("2026-11-27T06:59:59Z"));
        node.digests(TASK);
        node.round();
        assertThat(mails()).isEmpty();
        node.clock.set(Instant.parse("2026-11-27T07:00:00Z"));
        node.digests(TASK);
        node.digests(TASK);
        node.round();

        assertThat(recipients()).hasSize(4).doesNotHaveDuplicates();
        var toOlga = to("olga");
        assertThat(toOlga.getSubject()).isEqualTo("[Handback] 2026-11-27: 1 open, 1 overdue");
        assertThat(text(toOlga))
                .contains("OVERDUE since 2026-11-20 09:00 UTC: Hand over billing-api – X2026-0001")
                .contains("https://handback.client.example/camunda/app/tasklist/default/?task=task-1")
                .contains("https://handback.client.example/exits/X2026-0001/handover?task=task-1")
                .contains("https://handback.client.example/runbooks/task-HandOver")
                .contains("A day of the contract is near: Contract ends on 2026-12-31");
        assertThat(text(to("erin"))).doesNotContain("Contract ends");
        node.clock.pass(Duration.ofHours(23));
        node.digests(TASK);
        node.round();
        assertThat(mails()).hasSize(4);
        node.clock.pass(Duration.ofHours(1));
        node.digests(TASK);
        node.round();
        assertThat(mails()).hasSize(8);
    }

    @Test
    void sendsOneDigestOnTheNightsTheClocksChangeAndOnALeapDay() {
        var node = node(Map.of("handback.mail.digest-hour", 2, "handback.mail.digest-place", "Europe/Berlin"));

        // no 02:00 that night: the first moment after it
        assertDigests(node, "2026-03-29T00:59:59Z", 0);
        assertDigests(node, "2026-03-29T01:00:00Z", 1);
        assertDigests(node, "2026-03-29T21:59:59Z", 1);
        // 02:00 comes twice: the first time
        assertDigests(node, "2026-10-24T23:59:59Z", 1);
        assertDigests(node, "2026-10-25T00:00:00Z", 2);
        assertDigests(node, "2026-10-25T01:00:00Z", 2);
        assertDigests(node, "2026-10-25T22:59:59Z", 2);
        assertDigests(node, "2026-10-26T01:00:00Z", 3);
        assertDigests(node, "2028-02-29T01:00:00Z", 4);
        assertDigests(node, "2028-03-01T01:00:00Z", 5);
    }

    @Test
    void sendsNoDigestWhereNothingIsOpen() {
        var node = node(Map.of());

        node.digests();
        node.round();

        assertThat(mails()).isEmpty();
    }

    @Test
    void keepsWhatIsNotUrgentFromWhoWantsNoneAndTellsTheImpatientAtOnce() {
        var node = node(Map.of());
        node.notices().choose("olga", Choice.NONE);
        node.notices().choose("otto", Choice.IMMEDIATE);

        node.notices().tell(alarm("alarm-1"));
        node.notices().tell(MailNode.hold("H-1", EXIT));
        node.round();
        assertThat(recipients())
                .containsExactlyInAnyOrder("olga@client.example", "otto@client.example", "lea@client.example");

        node.digests(TASK);
        node.round();
        assertThat(recipients()).filteredOn(to -> to.startsWith("olga")).hasSize(1);
        assertThat(recipients()).filteredOn(to -> to.startsWith("otto")).hasSize(2);
    }

    @Test
    void gathersWhatIsNotUrgentForTenMinutes() throws Exception {
        var node = node(Map.of());
        node.notices().choose("otto", Choice.IMMEDIATE);

        for (int i = 0; i < 100; i++) {
            node.notices().tell(alarm("alarm-" + i));
            node.round();
        }
        assertThat(mails()).hasSize(1);

        node.clock.pass(Duration.ofMinutes(10));
        node.round();
        assertThat(mails()).hasSize(2);
        assertThat(mails().get(1).getSubject())
                .isEqualTo("[Handback] 99 notices: A day of the contract is near – X2026-0001");
    }

    @Test
    void tellsNobodyWhoLeftTheGroupMeanwhile() {
        var node = node(Map.of());
        node.notices().tell(MailNode.hold("H-1", EXIT));
        leave(node, "olga");
        node.round();
        assertThat(recipients()).containsExactlyInAnyOrder("otto@client.example", "lea@client.example");

        server.stop();
        node.notices().tell(MailNode.hold("H-2", EXIT));
        node.round();
        leave(node, "otto");
        server.start();
        var after = restart(node);

        assertThat(recipients()).doesNotContain("olga@client.example").doesNotContain("otto@client.example");
        assertThat(after.outbox().count(Mail.State.WITHDRAWN)).isEqualTo(1);
        assertThat(after.notices().awaitingDigest()).extracting("id").doesNotContain("olga", "otto");
    }

    @Test
    void waitsWhileTheServerIsDownAndSendsOnceItIsBack() {
        var node = node(Map.of());
        node.notices().tell(MailNode.hold("H-1", EXIT));
        server.stop();

        int rounds = 0;
        for (var end = node.clock.instant().plus(Duration.ofHours(1));
                node.clock.instant().isBefore(end);
                rounds++) {
            node.round();
            node.clock.pass(Duration.ofMinutes(1));
        }

        assertThat(rounds).isEqualTo(60);
        assertThat(node.outbox().list(Mail.State.WAITING, 0, 10)).hasSize(3).allSatisfy(mail -> {
            assertThat(mail.attempts()).isBetween(5, 12);
            assertThat(mail.lastError()).contains("127.0.0.1");
        });
        server.start();
        restart(node);
        assertThat(mails()).hasSize(3);
    }

    @Test
    void oneAddressThatIsRefusedKeepsNobodyElseWaitingAndIsShown() throws Exception {
        try (var fussy = new FussyServer(to -> to.startsWith("olga")
                ? "550 no such user"
                : to.startsWith("otto") ? "450 come back later" : "250 fine")) {
            var node = node(MailNode.mail(fussy.port()));

            node.notices().tell(MailNode.hold("H-1", EXIT));
            node.round();

            assertThat(fussy.taken).containsExactly("lea@client.example");
            assertThat(node.outbox().list(Mail.State.WAITING, 0, 10))
                    .extracting(Mail::person)
                    .containsExactly("otto");
            var failed = node.outbox().list(Mail.State.FAILED, 0, 10);
            assertThat(failed).extracting(Mail::person).containsExactly("olga");
            assertThat(failed.get(0).lastError()).contains("550 no such user");
            assertThat(node.outbox().retry(failed.get(0).id())).isTrue();
            assertThat(node.outbox().count(Mail.State.WAITING)).isEqualTo(2);
        }
    }

    @Test
    void aServerThatHangsUpIsTriedAgainLater() throws Exception {
        try (var fussy = new FussyServer(to -> to.startsWith("olga") ? "" : "250 fine")) {
            var node = node(MailNode.mail(fussy.port()));

            node.notices().tell(MailNode.hold("H-1", EXIT));
            node.round();
            node.round();

            // whatever there is about one mail, the others are not kept waiting
            assertThat(fussy.taken).containsExactlyInAnyOrder("lea@client.example", "otto@client.example");
            assertThat(node.outbox().list(Mail.State.WAITING, 0, 10))
                    .extracting(Mail::person)
                    .containsExactly("olga");
            assertThat(node.outbox().count(Mail.State.FAILED)).isZero();
        }
    }

    @Test
    void repeatsUnderTheSameNumberWhatItCouldNotRecordAsSent() throws Exception {
        var node = node(Map.of());
        node.notices().tell(personal("H-1"));
        rows(
                "create function work.broken() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$");
        rows(
                "create trigger broken before update on work.mail for each row when (new.state = 'SENT') execute function work.broken()");

        assertThatThrownBy(node::round).hasMessageContaining("the disk is full");
        rows("drop trigger broken on work.mail");
        node.round();

        assertThat(mails()).hasSize(2);
        assertThat(mails().get(0).getMessageID())
                .isEqualTo(mails().get(1).getMessageID())
                .endsWith("@client.example>");
        assertThat(node.outbox().list(Mail.State.SENT, 0, 10))
                .extracting(Mail::attempts)
                .containsExactly(2);
    }

    @Test
    void noNameOfTheVendorsBecomesAHeaderALineOrALink() throws Exception {
        var node = node(Map.of());
        var hostile = "x\r\nBcc: all@client.example\r\n\r\nPay at https://evil.example or www.evil.example \u202Eexe";

        node.notices()
                .tell(new Notice(
                        Kind.CONTRADICTION,
                        "c-1",
                        Set.of("legal"),
                        null,
                        EXIT,
                        hostile,
                        hostile,
                        null,
                        null,
                        "//evil.example/",
                        null));
        node.round();

        assertThat(recipients()).containsExactly("lea@client.example");
        var mail = mails().get(0);
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).doesNotContain("\r", "\n", "\u202E", "://");
        assertThat(text(mail)).doesNotContain("https://evil", "\u202E", "www.evil");
        assertThat(text(mail).lines().filter(line -> line.startsWith("Bcc") || line.startsWith("Pay")))
                .isEmpty();
        assertThat(mail.getContentType()).startsWith("text/plain");
    }

    @Test
    void anAddressThatIsNoneIsRefusedBeforeItReachesTheServer() {
        var node = node(Map.of());
        rows(
                "insert into handback.person (id, identity_key, name, email) values ('eve', 'eve', 'Eve', 'eve@client.example, all@client.example')");
        JdbcClient.create(database.superuser()).sql("""
                insert into handback.membership_change (person, grp, granted) select 'eve', 'legal', true
                where set_config('handback.actor', 'system:test', true) is not null""").update();

        node.notices().tell(MailNode.hold("H-1", EXIT));
        node.round();

        assertThat(recipients())
                .doesNotContain("all@client.example", "eve@client.example")
                .hasSize(3);
        assertThat(node.outbox().list(Mail.State.FAILED, 0, 10))
                .extracting(Mail::person)
                .containsExactly("eve");
    }

    @Test
    void oneDigestIsEnoughAfterDaysWithoutAServer() {
        var node = node(Map.of());
        server.stop();
        node.notices().tell(alarm("alarm-1"));
        node.digests(TASK);
        node.round();
        node.clock.pass(Duration.ofDays(1));
        node.digests(TASK);
        server.start();
        restart(node);

        assertThat(recipients()).hasSize(4).doesNotHaveDuplicates();
        assertThat(text(to("olga"))).contains("A day of the contract is near: Contract ends on 2026-12-31");
    }

    @Test
    void neverSendsLessProtectedThanTheSettingsSay() {
        var node = node(Map.of("handback.mail.encryption", "STARTTLS"));

        node.notices().tell(MailNode.hold("H-1", EXIT));
        node.round();

        assertThat(mails()).isEmpty();
        assertThat(node.outbox().list(Mail.State.WAITING, 0, 1))
                .extracting(Mail::lastError)
                .asString()
                .contains("STARTTLS");
    }

    @Test
    void withoutAServerNothingIsKeptForLater() {
        var node = node(Map.of("handback.mail.host", ""));

        node.notices().tell(MailNode.hold("H-1", EXIT));
        node.digests(TASK);
        node.round();

        assertThat(node.notices().on()).isFalse();
        assertThat(JdbcClient.create(database.superuser())
                        .sql("select count(*) from work.notice")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void assertDigests(MailNode node, String time, int mailsOfOlga) {
        node.clock.set(Instant.parse(time));
        node.digests(TASK);
        node.round();
        assertThat(recipients())
                .as(time)
                .filteredOn(to -> to.startsWith("olga"))
                .hasSize(mailsOfOlga);
    }

    private static Notice alarm(String cause) {
        return Notice.of(
                Kind.ALARM, cause, Set.of("operations"), EXIT, null, "Contract ends on 2026-12-31", "/exits/" + EXIT);
    }

    private static Notice personal(String number) {
        var all = MailNode.hold(number, EXIT);
        return new Notice(
                all.kind(),
                all.once(),
                all.groups(),
                "lea",
                all.exit(),
                all.asset(),
                all.what(),
                null,
                null,
                all.page(),
                null);
    }

    private static void leave(MailNode node, String person) {
        dev.handback.SystemActor.run("test", () -> node.people().changeGroups(person, Set.of()));
    }

    private MailNode node(Map<String, Object> others) {
        var settings = new HashMap<>(MailNode.mail(server.getSmtp().getPort()));
        settings.putAll(others);
        node = MailNode.byHand(database, settings);
        return node;
    }

    /** The server came back on another port. */
    private MailNode restart(MailNode before) {
        before.close();
        var after = node(Map.of());
        after.clock.set(before.clock.instant().plus(Duration.ofMinutes(15)));
        after.round();
        return after;
    }

    private void rows(String sql) {
        JdbcClient.create(database.superuser()).sql(sql).update();
    }

    private List<MimeMessage> mails() {
        return Arrays.asList(server.getReceivedMessages());
    }

    private List<String> recipients() {
        return mails().stream().map(NoticesTest::recipient).toList();
    }

    private MimeMessage to(String person) {
        return mails().stream()
                .filter(mail -> recipient(mail).startsWith(person))
                .findFirst()
                .orElseThrow();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return String.valueOf(mail.getContent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
