package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.verify.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while a repository comes in: the application as it is shipped, in processes of its own. */
class KilledNodeIT {
    private static final String REPOSITORY = "team/warehouse";
    private static final int A_THIN_LINE = 2_000;
    private static final int MID_TRANSFER = 3_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Path home = Path.of("");
    private static GitHost vendor;
    private static Map<String, Object> settings;

    @BeforeAll
    static void openTheVendor(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws IOException {
        home = folder;
        BulkyRepository.create(
                Files.createDirectories(home.resolve("vendor/team")).resolve("warehouse.git"), 100);
        vendor = GitHost.start(home.resolve("vendor"));
        vendor.protect(REPOSITORY, "client-exit", VendorAndClient.TOKEN);
        settings = VendorAndClient.settings(home, vendor);
        settings.put("handback.vault.keep-free", "1MB");
        settings.put("handback.retrieval.git.keep-free", "1MB");
        // a killed node is replaced after eight seconds instead of forty; less, and a busy machine passes for a dead
        // one
        settings.put("db-scheduler.heartbeat-interval", "1s");
        settings.put("db-scheduler.missed-heartbeats-limit", "8");
    }

    @AfterAll
    static void closeTheVendor() throws IOException {
        vendor.close();
    }

    @BeforeEach
    void theLineIsThin() {
        vendor.slow(REPOSITORY, A_THIN_LINE);
    }

    @Test
    void isStartedAgainOnItsOwnFolderAndBringsTheSameHome() throws Exception {
        var data = Map.<String, Object>of("handback.data-dir", home.resolve("alone"));
        String exit;
        try (var node = Node.start("node-1", data)) {
            exit = node.walk.authorised("vendor-team", REPOSITORY);
            awaitTransfer(home.resolve("alone"));
            node.process.kill();
        }
        assertThat(received(home.resolve("alone"))).isGreaterThan(MID_TRANSFER);

        try (var node = Node.start("node-1", data)) {
            assertThat(received(home.resolve("alone"))).isLessThan(MID_TRANSFER);
            vendor.slow(REPOSITORY, 0);

            cameHomeOnceAndWhole(node, exit, "system:node-1");
            assertThat(received(home.resolve("alone"))).isZero();
            ledgerIsGood(data);
        }
    }

    @Test
    void isReplacedByTheOtherNodeThatBringsTheSameHome() throws Exception {
        try (var database = TestDatabase.create()) {
            var first = shared(database, "first");
            var second = shared(database, "second");
            String exit;
            try (var killed = Node.start("node-1", first);
                    var other = Node.start("node-2", second)) {
                // the node that is not killed must not have been the one to begin
                exit = killed.walk.authorised("vendor-team", REPOSITORY);
                var began = awaitTransfer(home.resolve("first"), home.resolve("second"));
                var stays = began.endsWith("first") ? other : killed;
                (began.endsWith("first") ? killed : other).process.kill();
                vendor.slow(REPOSITORY, 0);

                cameHomeOnceAndWhole(stays, exit, began.endsWith("first") ? "system:node-2" : "system:node-1");
                ledgerIsGood(first);
            }
        }
    }

    private static Map<String, Object> shared(TestDatabase database, String folder) {
        var shared = new LinkedHashMap<>(database.properties());
        shared.put("handback.data-dir", home.resolve(folder));
        shared.put("handback.vault.folder", home.resolve("shared/vault"));
        shared.put("handback.ledger.folder", home.resolve("shared/ledger"));
        return shared;
    }

    private static void cameHomeOnceAndWhole(Node node, String exit, String actor) {
        assertThat(node.walk.outcome(exit, "warehouse")).isEqualTo("VERIFIED");
        var asset = node.asset(exit);
        assertThat(asset.path("attempts")).hasSize(2);
        assertThat(asset.path("attempts").get(0).path("outcome").asText()).isEqualTo("VERIFIED");
        assertThat(asset.path("attempts").get(1).path("interrupted").asBoolean())
                .as("the killed attempt stays listed")
                .isTrue();
        assertThat(asset.path("attempts").get(1).path("outcome").isNull()).isTrue();

        assertThat(node.facts(exit, "attempt")).hasSize(2);
        assertThat(node.facts(exit, "attempt_ended"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.path("actor").asText()).isEqualTo(actor));
        node.awaitOneHandOver(exit);

        var undisturbed = node.walk.authorised("vendor-team", REPOSITORY);
        assertThat(node.walk.outcome(undisturbed, "warehouse")).isEqualTo("VERIFIED");
        var same = node.asset(undisturbed);
        assertThat(same.path("attempts")).hasSize(1);
        for (var identity : List.of("swhid", "contentDigest")) {
            assertThat(asset.path("identity").path(identity).asText())
                    .isNotBlank()
                    .isEqualTo(same.path("identity").path(identity).asText());
        }
        assertThat(asset.path("counts")).isEqualTo(same.path("counts"));
        assertThat(node.manifest(exit)).isNotEmpty().isEqualTo(node.manifest(undisturbed));
    }

    private static void ledgerIsGood(Map<String, Object> where) {
        var said = new StringWriter();
        var arguments = new java.util.ArrayList<>(List.of("ledger", "verify"));
        where.forEach((key, value) -> arguments.add("--" + key + "=" + value));

        var code = Commands.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments.toArray(String[]::new));

        assertThat(code).as(said.toString()).isZero();
    }

    /** The first of these data folders into which part of the pack has come. */
    private static Path awaitTransfer(Path... folders) {
        return Desk.await("a transfer", () -> Optional.<Path>empty().or(() -> java.util.Arrays.stream(folders)
                .filter(folder -> received(folder) > MID_TRANSFER)
                .findFirst()));
    }

    private static long received(Path data) {
        if (!Files.exists(data.resolve("retrieving"))) {
            return 0;
        }
        try (var files = Files.walk(data.resolve("retrieving"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("pack"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | java.io.UncheckedIOException vanishedMeanwhile) {
            return 0;
        }
    }

    /** The application in a process of its own, and people before it. */
    private record Node(ChildProcess process, Walk walk) implements AutoCloseable {

        static Node start(String name, Map<String, Object> own) throws IOException {
            var all = new LinkedHashMap<>(settings);
            all.putAll(own);
            all.put("handback.node", name);
            all.put("server.port", 0);
            var process = ChildProcess.of(
                    Commands.class,
                    all.entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toArray(String[]::new));
            var port = process.awaitLine("Tomcat started on port").replaceAll(".*started on port (\\d+).*", "$1");
            process.awaitLine("Started Commands");
            return new Node(process, new Walk(Integer.parseInt(port), vendor));
        }

        JsonNode asset(String exit) {
            return walk.desk("ada")
                    .get("/api/exits/" + exit + "/assets/warehouse")
                    .orFail()
                    .body();
        }

        String manifest(String exit) {
            var path = "/api/exits/" + exit + "/assets/warehouse/manifest";
            return new String(walk.desk("ada").get(path).orFail().bytes(), StandardCharsets.UTF_8);
        }

        List<JsonNode> facts(String exit, String table) {
            var lines = new String(
                    walk.desk("ada")
                            .get("/api/exits/" + exit + "/ledger")
                            .orFail()
                            .bytes(),
                    StandardCharsets.UTF_8);
            return lines.lines()
                    .map(Node::line)
                    .filter(line -> line.path("table").asText().equals(table))
                    .toList();
        }

        void awaitOneHandOver(String exit) {
            Desk.await("the hand-over", () -> walk.desk("erin").task(exit, "Hand over warehouse"));
            var tasks = StreamSupport.stream(
                            walk.desk("erin").get("/api/tasks").orFail().body().spliterator(), false)
                    .filter(task -> task.path("name").asText().endsWith(exit));
            assertThat(tasks).hasSize(1);
        }

        private static JsonNode line(String text) {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** In order, so that an embedded database ends, too; what it logged may say why a test failed. */
        @Override
        public void close() throws InterruptedException, IOException {
            if (process.isAlive()) {
                process.terminate();
                System.out.println(process.rest());
            }
        }
    }
}
