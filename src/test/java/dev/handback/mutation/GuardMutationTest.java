package dev.handback.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes each guard of the database away in turn: every trigger, every IF, and gives every privilege that the application lacks.
 * The tests of the rules must notice each. A few by default; all under profile deep, or those of {@code -Dhandback.mutants=regex},
 * of them a part by {@code -Dhandback.mutants.part=1/4}.
 */
class GuardMutationTest {
    private static final Logger log = LoggerFactory.getLogger(GuardMutationTest.class);
    private static final boolean DEEP = Boolean.getBoolean("handback.deep");
    private static final Path REPORT = Path.of("target/mutants.txt");

    /** Taken away, these change nothing that could be noticed; each with its reason. */
    private static final Path ALIVE = Path.of("src/test/resources/mutants-alive.txt");

    /** One of each kind, quick to be noticed. */
    private static final String FEW = "trigger exit_cancelled a_stamp|if dates_fit 1:.*|grant UPDATE on handback.exit";

    /** For more it pays to walk through all tests first, to know which can notice what. */
    private static final int FEW_ARE = 12;

    private final RuleTests rules = new RuleTests();
    private final List<String> alive = new ArrayList<>();
    private int impossible;

    @Test
    void everyGuardThatIsTakenAwayIsNoticed() throws IOException {
        var mutants = chosen();
        assertThat(mutants).isNotEmpty();
        if (mutants.size() > FEW_ARE) {
            assertThat(rules.walk()).as("fail with every guard in place").isEmpty();
        }
        long begun = System.nanoTime();
        for (var mutant : mutants) {
            judge(mutant);
        }
        // a test that fails by now whatever is there has noticed nothing
        assertThat(mutants.size() > FEW_ARE ? rules.walk() : List.of(RuleTests.failed(RuleTests.ALL.get(0))))
                .as("fail though everything is back")
                .allSatisfy(failed -> assertThat(failed).isEmpty());
        var figures = "mutants=%d noticed=%d alive=%d impossible=%d seconds=%d"
                .formatted(
                        mutants.size(),
                        mutants.size() - alive.size() - impossible,
                        alive.size(),
                        impossible,
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        log.info(figures);
        write(figures);
        alive.removeAll(Files.readAllLines(ALIVE).stream()
                .map(line -> line.replaceFirst(" # .*", ""))
                .toList());
        assertThat(alive).as("guards that nobody would miss").isEmpty();
    }

    private void judge(Mutant mutant) throws IOException {
        try {
            TestDatabase.changeTemplate(mutant.away());
        } catch (DataAccessException e) {
            impossible++;
            write("impossible: " + mutant.name());
            return;
        }
        try {
            var noticing = rules.noticing(mutant.function());
            if (noticing.isEmpty()) {
                alive.add(mutant.name());
            }
            write((noticing.isEmpty() ? "ALIVE: " : "noticed: ") + mutant.name() + " " + noticing);
        } finally {
            TestDatabase.changeTemplate(mutant.back());
        }
    }

    private static List<Mutant> chosen() {
        List<Mutant> all;
        try (var database = TestDatabase.create()) {
            all = Mutant.all(JdbcClient.create(database.superuser()));
        }
        var wanted = Pattern.compile(System.getProperty("handback.mutants", DEEP ? ".*" : FEW));
        var part = System.getProperty("handback.mutants.part", "1/1").split("/");
        var chosen =
                all.stream().filter(one -> wanted.matcher(one.name()).matches()).toList();
        var ours = new ArrayList<Mutant>();
        for (int n = Integer.parseInt(part[0]) - 1; n < chosen.size(); n += Integer.parseInt(part[1])) {
            ours.add(chosen.get(n));
        }
        return ours;
    }

    private static void write(String line) throws IOException {
        Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
