package dev.handback.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Once the pages are open: says where, as whom and what to try, and has the exits brought on their way. */
@Component
@Profile(DemoStart.PROFILE)
class DemoBanner {
    private final Environment settings;
    private final DemoSecrets secrets;
    private final DemoVendor vendor;
    private final DemoStore store;

    DemoBanner(Environment settings, DemoSecrets secrets, DemoVendor vendor, DemoStore store) {
        this.settings = settings;
        this.secrets = secrets;
        this.vendor = vendor;
        this.store = store;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        var origin = "http://127.0.0.1:" + settings.getRequiredProperty("local.server.port");
        say(banner(origin, event.getTimeTaken()));
        // beside the application: it can be looked at while the exits move
        begin("demo-exits", () -> tell(origin));
    }

    private void tell(String origin) {
        var data = Path.of(settings.getRequiredProperty("handback.data-dir"));
        var git = vendor.git().origin();
        var team = new DemoTeam(origin, secrets, LocalDate.now(Clock.systemUTC()));
        var story = new DemoStory(team, data.resolve("demo"), DemoBanner::say);
        var judged = new AtomicBoolean();
        var second = begin(
                "demo-destruction",
                () -> judged.set(story.exit(
                        DemoDestruction.TITLE,
                        "an exit whose vendor attests destruction, and legal must judge it",
                        () -> new DemoDestruction(team, git, vendor::erase).bringToTheDecision())));
        boolean filled = story.step("the vendor's buckets are filled", store::fill);
        boolean halfWay =
                story.exit(DemoExit.TITLE, "an exit half-way home", () -> new DemoExit(team, data, git).bringHalfWay());
        try {
            second.join();
            boolean all = filled && halfWay && judged.get();
            say((all ? "\n  Both are there. Open " : "\n  Not all of it is there, the log says why. The rest: ")
                    + origin + "/demo\n");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread begin(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private String banner(String origin, @Nullable Duration took) throws IOException {
        var text = new StringBuilder(
                "\n  HANDBACK DEMO: open " + origin + "/demo for what to try, as anybody with one click\n\n");
        for (var person : DemoPerson.ALL) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-5s %-20s %-15s %s%n",
                    person.id(),
                    secrets.of(person.id()),
                    person.group(),
                    person.tries()));
        }
        return text.append("\n  (id, password, group, what to try.) The vendor's git server: ")
                .append(vendor.git().origin())
                .append(", its buckets: ")
                .append(store.endpoint())
                .append("\n  Two exits are being brought on their way, which takes a few seconds. So long it took:\n\n")
                .append(String.format(
                        Locale.ROOT,
                        "  %5.1f s  the application, its database and the vendor's servers",
                        took == null ? 0 : took.toMillis() / 1e3))
                .toString();
    }

    /** Not the log: the banner holds the demo's passwords, and logs are kept. */
    @SuppressWarnings("SystemOut")
    private static void say(String text) {
        System.out.println(text);
    }
}
