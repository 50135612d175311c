package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.notices.Choice;
import dev.handback.notices.Notices;
import dev.handback.process.Escalated;
import dev.handback.process.Escalations;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/** What people are told by mail while an exit goes on, by the whole application, a real mail server and a clock that is moved. */
@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = {VendorAndClient.class, NoticesIT.WithMail.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
class NoticesIT {
    private static final GreenMail SERVER = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    /** Long past the hour of the digest in UTC, whenever this runs. */
    private static final TestClock CLOCK = new TestClock(Instant.EPOCH);

    private final Walk walk;
    private final Notices notices;
    private final ManagementService jobs;
    private final RuntimeService processes;
    private final Escalations escalations;

    NoticesIT(
            @LocalServerPort int port,
            GitHost vendor,
            Notices notices,
            ManagementService jobs,
            RuntimeService processes,
            Escalations escalations) {
        this.escalations = escalations;
        this.walk = new Walk(port, vendor);
        this.notices = notices;
        this.jobs = jobs;
        this.processes = processes;
    }

    @Test
    void tellsTheRightPeopleWhatWaitsForThem() {
        // a digest that comes after the exit is opened would hold the first mail back for ten minutes
        Desk.await("the digests of today", () -> Optional.of(notices.awaitingDigest())
                .filter(List::isEmpty));
        notices.choose("otto", Choice.IMMEDIATE);
        notices.choose("leo", Choice.NONE);
        var exit = walk.desk("olga").open(facts(), "");

        // a new task, at once for who wants it so
        var task = await("otto", mail -> subject(mail).equals("[Handback] New task: " + exit));
        assertThat(text(task))
                .contains("New task: Agree the register – " + exit)
                .contains("https://handback.client.example/camunda/app/tasklist/default/?task=")
                .contains("https://handback.client.example/exits/" + exit + "/register")
                .contains("https://handback.client.example/runbooks/task-AgreeRegister");
        assertThat(to("olga")).noneMatch(mail -> subject(mail).contains("New task"));

        // a day that is near, and a holder that refuses us
        tick(exit);
        var restricted = walk.opened("vendor-restricted", "restricted/pricing");
        walk.authorise(restricted, "vendor-restricted");
        assertThat(walk.outcome(restricted, "pricing")).isEqualTo("FORBIDDEN");
        Desk.await("the task of legal", () -> walk.desk("lea").task(restricted, "Decide on stopped connection"));

        // the digest of the next day
        CLOCK.pass(Duration.ofDays(1));
        var digest = await("olga", mail -> text(mail).contains("A day of the contract is near: Contract ends on"));
        assertThat(text(digest))
                .contains(exit, "Agree the register – " + exit, "connection vendor-restricted was refused");
        assertThat(text(await("lea", mail -> text(mail).contains("Decide on stopped connection"))))
                .contains("https://handback.client.example/runbooks/task-DecideStoppedConnection")
                .doesNotContain("Agree the register");

        // overdue: at once, once, and for those who want nothing else, too
        CLOCK.pass(Duration.ofDays(20));
        await("olga", mail -> text(mail).contains("Overdue: Agree the register – " + exit));
        await("leo", mail -> text(mail).contains("Overdue: Decide on"));
        CLOCK.pass(Duration.ofDays(1));
        await("olga", mail -> subject(mail).contains(LocalDate.now(CLOCK.withZone(ZoneOffset.UTC)) + ": "));
        assertThat(to("olga"))
                .filteredOn(mail -> text(mail).contains("Overdue: Agree the register – " + exit))
                .hasSize(1);
        assertThat(to("olga"))
                .filteredOn(mail -> subject(mail).contains("open,"))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(to("leo")).noneMatch(mail -> subject(mail).contains("open,"));

        // nobody did it for days after: operations know whose it is, in the mail and on the exit's page
        var escalated = await("olga", mail -> text(mail).contains("Long overdue: Decide on stopped connection"));
        assertThat(text(escalated))
                .contains(", a task of legal")
                .contains("https://handback.client.example/exits/" + restricted)
                .contains("https://handback.client.example/runbooks/task-DecideStoppedConnection");
        assertThat(to("lea")).noneMatch(mail -> text(mail).contains("Long overdue"));
        assertThat(escalations.ofExit(restricted)).extracting(Escalated::groups).contains(List.of("legal"));
        assertThat(walk.desk("lea").task(restricted, "Decide on stopped connection"))
                .isPresent();

        // who only looks on, or only looks after people, has no task; and no word of anybody's goes into a mail
        assertThat(to("ada")).isEmpty();
        assertThat(to("adam")).isEmpty();
        assertThat(mails()).noneMatch(mail -> text(mail).contains("clause 14.2"));
        assertThat(mails().stream().map(NoticesIT::number)).doesNotHaveDuplicates();
    }

    /** The six hours pass; returns once what they bring is done. */
    private void tick(String exit) {
        var instance = processes
                .createProcessInstanceQuery()
                .processDefinitionKey("ContractExit")
                .processInstanceBusinessKey(exit)
                .singleResult()
                .getId();
        var timer = jobs.createJobQuery().processInstanceId(instance).timers().singleResult();
        jobs.executeJob(timer.getId());
        Desk.await("the look at the dates", () -> Optional.of(jobs.createJobQuery()
                        .processInstanceId(instance)
                        .messages()
                        .count())
                .filter(count -> count == 0));
    }

    private static Map<String, Object> facts() {
        var facts = new HashMap<>(Walk.facts());
        var end = LocalDate.now(ZoneOffset.UTC).plusDays(5).toString();
        facts.put("contract", Map.of("reference", "MSA-2021-07", "end", end));
        return facts;
    }

    private static MimeMessage await(String person, Predicate<MimeMessage> which) {
        try {
            return Desk.await(
                    "a mail to " + person,
                    () -> to(person).stream().filter(which).findFirst());
        } catch (IllegalStateException e) {
            var came = to(person).stream().map(NoticesIT::subject).toList();
            throw new IllegalStateException(e.getMessage() + "; what came: " + came, e);
        }
    }

    private static List<MimeMessage> to(String person) {
        return mails().stream()
                .filter(mail -> header(mail, "To").equals(person + "@client.example"))
                .toList();
    }

    private static List<MimeMessage> mails() {
        return Arrays.asList(SERVER.getReceivedMessages());
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(MimeMessage mail) {
        return header(mail, "Message-ID");
    }

    private static String header(MimeMessage mail, String name) {
        try {
            return mail.getHeader(name, null);
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

    /** A mail server on loopback, and a clock for everything but the database and the engine. */
    static final class WithMail implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            SERVER.start();
            CLOCK.set(Instant.now().plus(Duration.ofMinutes(1)));
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "mail",
                            Map.of(
                                    "handback.work.rounds", "200ms",
                                    "handback.mail.host", "127.0.0.1",
                                    "handback.mail.port", SERVER.getSmtp().getPort(),
                                    "handback.mail.encryption", "NONE",
                                    "handback.mail.from", "handback@client.example",
                                    "handback.mail.base-url", "https://handback.client.example",
                                    "handback.mail.digest-hour", 0)));
            ((GenericApplicationContext) context)
                    .registerBean("test-clock", Clock.class, () -> CLOCK, bean -> bean.setPrimary(true));
            context.addApplicationListener(event -> {
                if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                    SERVER.stop();
                }
            });
        }
    }
}
