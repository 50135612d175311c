package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.verify.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 at random points of an exit with twenty assets, from its first start to the signed certificate: whatever is
 * killed, it ends as the undisturbed one. A seed decides how often and when. Ten of them beginning with number 7:
 * {@code -Dhandback.kill.seed=7 -Dhandback.kill.seeds=10}.
 */
class KilledExitIT {
    private static final int MOST_KILLS = 4;
    private static final int LONGEST_WAIT_BEFORE_A_BLOW = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Map<String, Object> QUICK_TO_RECOVER = Map.of(
            "handback.vault.keep-free", "1MB",
            "handback.retrieval.git.keep-free", "1MB",
            // a killed node's work is taken up after these; the shipped ones would make the test long, no different
            "db-scheduler.heartbeat-interval", "1s",
            "db-scheduler.missed-heartbeats-limit", "6",
            "camunda.bpm.job-execution.lock-time-in-millis", "10000");

    private static Path home = Path.of("");
    private static TwentyAssets vendor;
    private static EndState undisturbed;
    private static int factsOfAll = Integer.MAX_VALUE;

    @BeforeAll
    static void bringsAllHomeUndisturbed(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        home = folder;
        vendor = new TwentyAssets(home);
        undisturbed = endOf("undisturbed", List.of());
        factsOfAll = undisturbed.facts();
        assertThat(undisturbed.assets()).hasSize(20);
        assertThat(undisturbed.outcomes()).containsAllEntriesOf(TwentyAssets.INCOMPLETE);
        assertThat(undisturbed.certificates()).isOne();
        assertThat(undisturbed.certified()).hasSize(20 - TwentyAssets.INCOMPLETE.size());
    }

    @AfterAll
    static void closeTheVendor() throws IOException {
        vendor.close();
    }

    static IntStream seeds() {
        int first = Integer.getInteger("handback.kill.seed", 1);
        return IntStream.range(first, first + Integer.getInteger("handback.kill.seeds", 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsAsIfNothingHadHappened(int seed) throws Exception {
        var random = new SplittableRandom(seed);
        var blows = Stream.generate(() -> new RestlessNode.Blow(
                        random.nextDouble(), Duration.ofMillis(random.nextInt(LONGEST_WAIT_BEFORE_A_BLOW))))
                .limit(1 + random.nextInt(MOST_KILLS))
                .sorted(Comparator.comparingDouble(RestlessNode.Blow::from))
                .toList();

        var end = endOf("seed-" + seed, blows);

        assertThat(end.assets())
                .as("again with -Dhandback.kill.seed=%d -Dhandback.kill.seeds=1; struck by %s".formatted(seed, blows))
                .isEqualTo(undisturbed.assets());
        assertThat(end.certificates()).as("certificates after seed " + seed).isEqualTo(undisturbed.certificates());
        assertThat(end.tasks()).as("tasks after seed " + seed).isEqualTo(undisturbed.tasks());
        System.out.println("seed-" + seed + " ended as the undisturbed one");
    }

    /** Opens an exit on a database of its own, and lets people work until nothing is left to do. */
    private static EndState endOf(String name, List<RestlessNode.Blow> blows) throws Exception {
        try (var database = TestDatabase.create()) {
            var data = home.resolve(name);
            var settings = vendor.settings();
            settings.putAll(database.properties());
            settings.putAll(QUICK_TO_RECOVER);
            settings.put("handback.data-dir", data);
            settings.put("handback.node", name);
            var evidence = new Evidence(database, data);
            var node = new RestlessNode(settings, blows, () -> evidence.facts("ledger_entry") / (double) factsOfAll);
            var begun = Instant.now();
            EndState end;
            try (node) {
                var staff = new Staff(node.origin());
                end = untilTheEnd(name, staff, evidence);
                System.out.printf(
                        "%s: killed %d times of %s, ended after %s; refused: %s%n",
                        name, node.kills(), blows, Duration.between(begun, Instant.now()), staff.refusals());
            } finally {
                Files.writeString(home.resolve(name + ".log"), node.said());
            }
            ledgerIsGood(settings);
            evidence.nothingIsLeftBehind();
            return end;
        }
    }

    private static EndState untilTheEnd(String name, Staff staff, Evidence evidence) {
        var end = Instant.now().plus(PATIENCE);
        var last = "";
        while (Instant.now().isBefore(end)) {
            try {
                var exit = staff.exit(vendor.register());
                staff.lookRound(exit);
                var home = evidence.whole(exit);
                if (home.size() == 20 - TwentyAssets.INCOMPLETE.size()) {
                    staff.certify(exit, "INTERIM", home);
                }
                if (evidence.isQuiet(exit, home.size())) {
                    return evidence.end(exit, staff.tasks());
                }
                Thread.sleep(1_000); // each request of theirs costs the node a password check
            } catch (UncheckedIOException | IllegalStateException nobodyThere) {
                last = String.valueOf(nobodyThere);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError(name + " has not ended: " + evidence.unfinished() + "; refused: " + staff.refusals()
                + "; last: " + last + "; log in " + home.resolve(name + ".log"));
    }

    private static void ledgerIsGood(Map<String, Object> where) {
        var said = new StringWriter();
        var arguments = new ArrayList<>(List.of("ledger", "verify"));
        where.forEach((key, value) -> arguments.add("--" + key + "=" + value));

        var code = Commands.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments.toArray(String[]::new));

        assertThat(code).as(said.toString()).isZero();
    }
}
