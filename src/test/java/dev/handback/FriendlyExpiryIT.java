package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.verify.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A contract ends in peace, with many repositories and some large buckets: one exit, two workers, a heap of 1 GiB, from the
 * register to the signed final certificate. A dozen repositories by default, 120 and 50,000 objects with profile deep. It
 * prints what it took and judges no figure, since machines differ.
 */
class FriendlyExpiryIT {
    private static final int REPOSITORIES = Integer.getInteger("handback.expiry.repositories", 12);
    private static final int BUCKETS = Integer.getInteger("handback.expiry.buckets", 2);
    private static final int OBJECTS = Integer.getInteger("handback.expiry.objects", 400);
    private static final Duration PATIENCE = Duration.ofMinutes(Long.getLong("handback.expiry.minutes", 10));

    private final Map<String, Duration> took = new LinkedHashMap<>();
    private final List<Integer> handedOver = new ArrayList<>();
    private Instant since = Instant.now();

    @Test
    void endsWithOneFinalCertificateAndNoIncident(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws Exception {
        try (var vendor = new BigVendor(home, REPOSITORIES, BUCKETS, OBJECTS);
                var database = TestDatabase.create()) {
            passed("the vendor prepares");
            var evidence = new Evidence(database, home.resolve("data"));
            var node = start(home, vendor, database);
            try (node) {
                var origin = "http://127.0.0.1:"
                        + node.awaitLine("Tomcat started on port").replaceAll(".*started on port (\\d+).*", "$1");
                node.awaitLine("Started Commands");
                var said = CompletableFuture.supplyAsync(() -> rest(node));
                passed("the application starts");
                walk(new Staff(origin), vendor.register(), evidence);
                print(node, home);
                node.terminate();
                assertThat(said.join()).doesNotContain("work failed", "OutOfMemoryError", " ERROR ");
            }
            assertThat(evidence.facts("attempt")).isEqualTo(REPOSITORIES + BUCKETS);
            assertThat(evidence.facts("certificate_decided")).isOne();
            evidence.nothingIsLeftBehind();
        }
    }

    private static ChildProcess start(Path home, BigVendor vendor, TestDatabase database) throws IOException {
        var settings = vendor.settings();
        settings.putAll(database.properties());
        settings.put("handback.data-dir", home.resolve("data"));
        settings.put("handback.work.threads", 2);
        settings.put("server.port", 0);
        return ChildProcess.of(
                List.of("-Xmx1g", "-Xlog:gc:file=" + home.resolve("gc.log")),
                Commands.class,
                settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    private void walk(Staff staff, String register, Evidence evidence) {
        int all = REPOSITORIES + BUCKETS;
        var exit = staff.exit(register);
        passed("the register is imported and agreed");
        await("both connections are authorised", () -> {
            staff.lookRound(exit, Set.of("ProposeAuthority", "ConfirmAuthority"));
            return evidence.facts("authority_decided") == 2;
        });
        await(
                "all is retrieved and proved",
                () -> evidence.inState(exit, "VERIFIED").size() == all);
        await("all is handed over", () -> {
            handedOver.addAll(staff.lookRound(exit, Set.of("HandOver")).values());
            return evidence.whole(exit).size() == all;
        });
        await("the final certificate is drawn up and signed", () -> {
            staff.certify(exit, "FINAL", evidence.whole(exit));
            return evidence.inState(exit, "CERTIFIED").size() == all;
        });
        assertThat(staff.refusals()).isEmpty();
        assertThat(handedOver).hasSizeBetween(2, 2 + all / 10);
        assertThat(staff.get("ada", "/api/exits/" + exit).path("state").asText())
                .isEqualTo("RETURN_FINAL");
    }

    private void await(String what, BooleanSupplier done) {
        var end = Instant.now().plus(PATIENCE);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
            }
            pause();
        }
        passed(what);
    }

    private void passed(String what) {
        took.put(what, Duration.between(since, Instant.now()));
        since = Instant.now();
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String rest(ChildProcess process) {
        try {
            return process.rest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("SystemOut")
    private void print(ChildProcess node, Path home) throws IOException {
        System.out.printf("EXPIRY | %d repositories, %d buckets with %,d objects%n", REPOSITORIES, BUCKETS, OBJECTS);
        took.forEach((what, time) -> System.out.printf("EXPIRY | %-45s | %7.1f s%n", what, time.toMillis() / 1e3));
        System.out.println("EXPIRY | assets in each hand-over task: " + handedOver);
        var log = Files.readString(home.resolve("gc.log"));
        System.out.println("EXPIRY | heap at most " + most("(\\d+)M->\\d+M", log) + " MB, " + most("->(\\d+)M", log)
                + " MB of it after a collection; resident at most " + resident(node));
    }

    private static long most(String pattern, String log) {
        return Pattern.compile(pattern)
                .matcher(log)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max()
                .orElse(0);
    }

    /** As the kernel counted it; other systems do not say. */
    private static String resident(ChildProcess node) throws IOException {
        Path status = Path.of("/proc", String.valueOf(node.pid()), "status");
        return Files.exists(status)
                ? Files.readString(status).replaceAll("(?s).*VmHWM:\\s*(\\d+ kB).*", "$1")
                : "unknown";
    }
}
