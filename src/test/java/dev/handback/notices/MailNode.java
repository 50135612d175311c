package dev.handback.notices;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import dev.handback.TestClock;
import dev.handback.TestDatabase;
import dev.handback.people.People;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;

/** A node with people and their mails only; its rounds are made by hand, or by the scheduler as in the application. */
public final class MailNode implements AutoCloseable {
    static final Instant MORNING = Instant.parse("2026-11-27T08:00:00Z");

    /** olga, otto: operations; lea: legal; erin: engineering. */
    private static final Map<String, String> PEOPLE =
            Map.of("olga", "operations", "otto", "operations", "lea", "legal", "erin", "engineering");

    public final TestClock clock = new TestClock(MORNING);
    private final ConfigurableApplicationContext context;

    private MailNode(TestDatabase database, Map<String, Object> settings, Class<?> rooms) {
        this(database.properties(), settings, rooms);
    }

    private MailNode(Map<String, Object> database, Map<String, Object> settings, Class<?> rooms) {
        var properties = new HashMap<String, Object>(database);
        var folder = folder();
        properties.put("handback.data-dir", folder);
        properties.put("spring.main.banner-mode", "off");
        properties.putAll(settings);
        people(properties, folder);
        var application = new SpringApplication(rooms);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean("test-clock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
        context = application.run(properties.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }

    /** Rounds are made by hand. */
    public static MailNode byHand(TestDatabase database, Map<String, Object> settings) {
        return new MailNode(database, settings, ByHand.class);
    }

    /** Rounds are made by the scheduler. */
    static MailNode scheduled(String name, Map<String, Object> database, Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put("handback.node", name);
        all.put("handback.work.rounds", "100ms");
        all.put("db-scheduler.polling-interval", "100ms");
        all.put("db-scheduler.heartbeat-interval", "1s");
        return new MailNode(database, all, Scheduled.class);
    }

    public static Map<String, Object> mail(int port) {
        return Map.of(
                "handback.mail.host", "127.0.0.1",
                "handback.mail.port", port,
                "handback.mail.encryption", "NONE",
                "handback.mail.from", "handback@client.example",
                "handback.mail.base-url", "https://handback.client.example/");
    }

    /** A notice for operations and legal. */
    static Notice hold(String number, String exit) {
        return Notice.of(
                Kind.HOLD,
                "hold:" + number,
                Set.of("operations", "legal"),
                exit,
                "billing-api",
                "hold " + number + " was placed",
                "/exits/" + exit);
    }

    public void round() {
        context.getBean(Mailing.class).run();
    }

    /** The digests that are due now, each listing the same tasks. */
    void digests(OpenTask... tasks) {
        notices().awaitingDigest().forEach(person -> notices().digest(person, java.util.List.of(tasks), 0));
    }

    public Notices notices() {
        return context.getBean(Notices.class);
    }

    Outbox outbox() {
        return context.getBean(Outbox.class);
    }

    People people() {
        return context.getBean(People.class);
    }

    <T> T get(Class<T> bean) {
        return context.getBean(bean);
    }

    @Override
    public void close() {
        context.close();
    }

    private static void people(Map<String, Object> properties, Path folder) {
        int number = 0;
        for (var id : PEOPLE.keySet().stream().sorted().toList()) {
            var person = "handback.people[" + number++ + "].";
            properties.put(person + "id", id);
            properties.put(person + "name", id);
            properties.put(person + "email", id + "@client.example");
            properties.put(person + "groups", PEOPLE.get(id));
            properties.put(person + "password-file", folder.resolve("password"));
        }
    }

    private static Path folder() {
        try {
            var folder = Files.createTempDirectory("mail-node");
            Files.writeString(folder.resolve("password"), "correct horse battery staple");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ComponentScan({"dev.handback.people", "dev.handback.notices"})
    @ComponentScan(
            basePackages = "dev.handback",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "dev\\.handback\\.(ActorInTransaction|DatabaseAccess)"))
    @ConfigurationPropertiesScan("dev.handback")
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class
    })
    static class ByHand {}

    @ComponentScan(
            basePackages = "dev.handback.work",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "dev\\.handback\\.work\\.(WorkQueue|Worker|WorkTable|Rounds)"))
    @ImportAutoConfiguration(DbSchedulerAutoConfiguration.class)
    static class Scheduled extends ByHand {}
}
