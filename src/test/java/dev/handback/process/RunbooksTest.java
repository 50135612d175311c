package dev.handback.process;

import static dev.handback.process.ShippedModels.all;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;

/** Runbooks are true as far as a machine can tell: one per task and timer, all linked, all complete, every code exists. */
class RunbooksTest {
    private static final Path RUNBOOKS = Path.of("runbooks");
    private static final List<String> HEADS =
            List.of("When", "Meaning", "Impact", "Before you start", "Steps", "Prove it worked", "Undo", "Escalate");
    private static final Pattern CODE = Pattern.compile("`([A-Z]{2,}_[A-Z_]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+\\.md)\\)");
    private static final Pattern NAMED = Pattern.compile("[\"/]((?:task|ops)-[A-Za-z-]+)");
    private static final Pattern PAGE = Pattern.compile("]\\((/[^)#?]*)[^)]*\\)");
    private static final Pattern REQUEST =
            Pattern.compile("`((?:[A-Z]{3,6} )?/(?:api|exits|runbooks|orders|certificates|holder)/[^`?# ]*)[^`]*`");
    private static final Pattern FACT = Pattern.compile("ledger shows[^.]*?`([a-z_]+)`");

    @Test
    void everyTaskHasOneAndNoTaskRunbookIsLeftOver() throws IOException {
        assertThat(files().map(RunbooksTest::name).filter(name -> name.startsWith("task-")))
                .containsExactlyInAnyOrderElementsOf(
                        all(UserTask.class).map(task -> "task-" + task.getId()).toList());
    }

    @Test
    void everyTimerNamesOneThatIsThere() {
        var timers = all(TimerEventDefinition.class)
                .map(timer -> (BaseElement) timer.getParentElement())
                .toList();

        assertThat(timers).hasSizeGreaterThan(7).allSatisfy(timer -> assertThat(TaskModel.property(timer, "runbook"))
                .as(timer.getId())
                .hasValueSatisfying(
                        runbook -> assertThat(RUNBOOKS.resolve(runbook + ".md")).isRegularFile()));
    }

    @Test
    void everyOneThatCodeOrAPageNamesIsThere() throws IOException {
        var named = new TreeSet<String>();
        for (var folder : List.of("src/main/java", "src/main/resources/templates")) {
            try (var sources = Files.walk(Path.of(folder))) {
                for (var source : sources.filter(Files::isRegularFile).toList()) {
                    named.addAll(found(NAMED, Files.readString(source)));
                }
            }
        }

        assertThat(named).contains("task-AnswerDeadline", "ops-probes").allSatisfy(runbook -> assertThat(
                        RUNBOOKS.resolve(runbook + ".md"))
                .isRegularFile());
    }

    @Test
    void everyPageOfOursThatARunbookLeadsToIsThere() throws IOException {
        var pages = Files.readAllLines(Path.of("src/docs/roles.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring("| `".length(), line.indexOf("` |")))
                .map(page -> "\\Q" + page.replaceAll("\\{[^}]*}|\\*\\*", "\\\\E[^/]+\\\\Q") + "\\E")
                .toList();
        var named = new ArrayList<String>();
        for (var file : runbooks()) {
            var text = Files.readString(file);
            found(PAGE, text).forEach(page -> named.add("GET " + page));
            found(REQUEST, text).forEach(request -> named.add(request.startsWith("/") ? "GET " + request : request));
        }

        assertThat(named)
                .hasSizeGreaterThan(5)
                .as("what runbooks lead to, in src/docs/roles.md, which RolesIT compares with the mappings")
                .allSatisfy(request -> assertThat(pages).anyMatch(request::matches));
    }

    @Test
    void everyRunbookHasEveryHeadInOrderAndItsOwnId() throws IOException {
        for (var file : runbooks()) {
            var text = Files.readString(file);
            assertThat(text).startsWith("---\nid: " + name(file) + "\n");
            assertThat(text.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                    .as(name(file))
                    .containsExactlyElementsOf(HEADS);
        }
    }

    @Test
    void theReadmeLinksEveryRunbookAndEveryLinkLeadsSomewhere() throws IOException {
        assertThat(found(LINK, Files.readString(RUNBOOKS.resolve("README.md"))))
                .containsExactlyInAnyOrderElementsOf(runbooks().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        for (var file : runbooks()) {
            assertThat(found(LINK, Files.readString(file)))
                    .allSatisfy(link -> assertThat(RUNBOOKS.resolve(link)).isRegularFile());
        }
    }

    @Test
    void everyCodeAndEveryFactExists() throws IOException {
        var sql = new StringBuilder();
        try (var migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (var migration : migrations.toList()) {
                sql.append(Files.readString(migration));
            }
        }
        var known = Files.readString(Path.of("src/main/resources/findings/codes.properties"));
        for (var file : runbooks()) {
            var text = Files.readString(file);
            // AUTHORITY_<state> is put together in the gate
            assertThat(found(CODE, text))
                    .as(name(file))
                    .allMatch(code -> sql.indexOf("'" + code + "'") > 0 || known.contains("\n" + code + " = "));
            assertThat(found(FACT, text)).as(name(file)).allMatch(fact -> sql.indexOf("table handback." + fact) > 0);
        }
    }

    private static List<Path> runbooks() throws IOException {
        return files().filter(file -> !file.endsWith("README.md")).toList();
    }

    private static Stream<Path> files() throws IOException {
        try (var files = Files.list(RUNBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".md", "");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult hit) -> hit.group(1))
                .toList();
    }
}
