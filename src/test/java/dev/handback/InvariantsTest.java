package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of invariants names only guards and tests that exist, and says of each rule what holds it. */
class InvariantsTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    private static final List<List<String>> RULES = new ArrayList<>();
    private static String migrations = "";

    @BeforeAll
    static void read() throws IOException {
        for (var line : Files.readAllLines(Path.of("src/docs/invariants.md"))) {
            if (line.matches("\\| \\d+ \\|.*")) {
                RULES.add(
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
            }
        }
        try (var files = Files.list(MIGRATIONS)) {
            migrations = files.sorted().map(InvariantsTest::text).collect(Collectors.joining("\n"));
        }
    }

    @Test
    void namesAllTwenty() {
        assertThat(RULES)
                .extracting(rule -> rule.get(1))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList());
    }

    @Test
    void everyGuardIsInTheDatabase() {
        for (var rule : RULES) {
            for (var guard : named(rule.get(3))) {
                assertThat(Pattern.compile(definition(guard))
                                .matcher(migrations)
                                .find())
                        .as("guard %s of rule %s", guard, rule.get(1))
                        .isTrue();
            }
        }
    }

    @Test
    void everyTestExists() throws IOException {
        for (var rule : RULES) {
            for (var test : named(rule.get(4))) {
                var parts = test.split("#", 2);
                try (var files = Files.walk(TESTS)) {
                    var source = files.filter(file -> file.endsWith(parts[0] + ".java"))
                            .map(InvariantsTest::text)
                            .findFirst();
                    assertThat(source).as("class of %s", test).isPresent();
                    assertThat(source.orElseThrow()).as(test).contains("void " + parts[1] + "(");
                }
            }
        }
    }

    @Test
    void everyRuleThatIsBuiltHasAGuardAndATest() {
        assertThat(RULES)
                .filteredOn(rule -> !rule.get(3).startsWith("not "))
                .hasSizeGreaterThan(10)
                .allSatisfy(rule -> {
                    assertThat(named(rule.get(3))).isNotEmpty();
                    assertThat(named(rule.get(4))).isNotEmpty();
                });
    }

    /** A function or view by its name, a trigger as {@code table.trigger}. */
    private static String definition(String guard) {
        var parts = guard.split("\\.", 2);
        return parts.length == 1
                ? "(function|view) handback\\." + guard + "\\b"
                : "trigger " + parts[1] + " [a-z ]+ on handback\\." + parts[0] + "\\b";
    }

    private static List<String> named(String cell) {
        return NAMED.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
