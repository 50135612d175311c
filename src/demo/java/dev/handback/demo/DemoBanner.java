package dev.handback.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Once the pages are open: says where, as whom and what to try, and has the exit brought half-way. */
@Component
@Profile(DemoStart.PROFILE)
class DemoBanner {
    private static final Logger log = LoggerFactory.getLogger(DemoBanner.class);

    private final Environment settings;
    private final DemoSecrets secrets;
    private final GitHost vendor;

    DemoBanner(Environment settings, DemoSecrets secrets, GitHost vendor) {
        this.settings = settings;
        this.secrets = secrets;
        this.vendor = vendor;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() throws IOException {
        var origin = "http://127.0.0.1:" + settings.getRequiredProperty("local.server.port");
        say(banner(origin));
        // beside the application: it can be looked at while the exit moves
        var seeding = new Thread(() -> bringHalfWay(origin), "demo-exit");
        seeding.setDaemon(true);
        seeding.start();
    }

    private void bringHalfWay(String origin) {
        var data = Path.of(settings.getRequiredProperty("handback.data-dir"));
        try {
            new DemoExit(
                            person -> desk(origin, person),
                            data,
                            vendor.origin(),
                            LocalDate.now(java.time.Clock.systemUTC()))
                    .bringHalfWay();
            say("  The exit is half-way home. Open " + origin + "/demo\n");
        } catch (IOException | RuntimeException e) {
            log.error("The demo's exit could not be brought half-way; the application itself runs", e);
        }
    }

    private Desk desk(String origin, String person) {
        try {
            return new Desk(origin, person, secrets.of(person));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String banner(String origin) throws IOException {
        var text = new StringBuilder("\n  HANDBACK DEMO: open " + origin + "/demo and be anybody with one click\n\n");
        for (var person : DemoPerson.ALL) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-5s %-20s %-15s %s%n",
                    person.id(),
                    secrets.of(person.id()),
                    person.group(),
                    person.tries()));
        }
        return text.append("\n  (id, password, group, what to try.) The vendor's git server: " + vendor.origin()
                        + "\n  An exit is being brought half-way; that takes a few seconds.\n")
                .toString();
    }

    /** Not the log: the banner holds the demo's passwords, and logs are kept. */
    @SuppressWarnings("SystemOut")
    private static void say(String text) {
        System.out.println(text);
    }
}
