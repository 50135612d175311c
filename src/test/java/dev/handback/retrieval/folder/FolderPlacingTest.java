package dev.handback.retrieval.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.ChildProcess;
import dev.handback.Sha256;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents placed in a real folder, beside what others do there. */
class FolderPlacingTest {
    private static final String PLACE = "contracts/acme";

    @TempDir
    private Path folder;

    private Vault vault;
    private Path share;
    private Path home;

    @BeforeEach
    void mount() throws IOException {
        vault = PlacingNode.vault(folder);
        share = Files.createDirectory(folder.resolve("share"));
        home = share.resolve(PLACE);
    }

    @Test
    void placesEveryVersionInItsOrderBesideTheListOfThem() throws Exception {
        var rows = history();
        rows.told = Map.of("headers", Map.of("contentType", "text/x-contract"), "tags", Map.of("clause", "12"));

        var outcome = place(rows);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(6);
        assertThat(outcome.seenAs()).isEqualTo("system user " + System.getProperty("user.name"));
        assertThat(tree())
                .containsOnlyKeys(
                        "files/sub/c.txt", "names.jsonl", "versions/a.txt/1", "versions/a.txt/2", "versions/b.txt/1")
                .containsEntry("versions/a.txt/1", "first")
                .containsEntry("versions/a.txt/2", "second")
                .containsEntry("versions/b.txt/1", "only")
                .containsEntry("files/sub/c.txt", "plain");
        assertThat(Files.getLastModifiedTime(home.resolve("versions/a.txt/2")).toInstant())
                .isEqualTo("2021-03-06T05:06:07Z");
        var names = names();
        assertThat(names)
                .extracting(row -> row.path("name").asText() + " " + row.path("order"))
                .containsExactly("a.txt 1", "a.txt 2", "a.txt 3", "b.txt 1", "b.txt 2", "sub/c.txt 1");
        assertThat(names.get(2).path("deleteMarker").asBoolean()).isTrue();
        assertThat(names.get(2).has("path")).isFalse();
        assertThat(names.get(1).path("versionId").asText()).isEqualTo("v2");
        assertThat(names.get(1).path("sha256").asText())
                .isEqualTo(Sha256.of("second").hex());
        assertThat(names.get(1).at("/headers/contentType").asText()).isEqualTo("text/x-contract");
        assertThat(names.get(1).at("/tags/clause").asText()).isEqualTo("12");
    }

    @Test
    void keepsWhatAFreshListingShowed() throws Exception {
        var lines = Files.readAllLines(Objects.requireNonNull(place(history()).listing()));

        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).contains("\"destination\":\"folder:contracts/acme\"", "\"files\":5");
        assertThat(lines)
                .anyMatch(line -> line.contains("\"versions/a.txt/1\"")
                        && line.contains(Sha256.of("first").hex()));
        assertThat(lines).anyMatch(line -> line.contains("\"names.jsonl\""));
    }

    @Test
    void writesNothingOutsideHoweverTheHolderNamedIt() throws Exception {
        var rows = new GivenRows(vault);
        var keys = List.of(
                "../../../out",
                "/etc/passwd",
                "a",
                "a/b",
                "A",
                "caf\u00e9",
                "cafe\u0301",
                "x\\y",
                "con",
                "x.",
                "t\tb",
                "a//",
                "names.jsonl",
                "%unfinished-0",
                "l".repeat(900),
                "/".repeat(800));
        for (var key : keys) rows.version(key, "content of " + key);
        rows.version(new byte[] {(byte) 0xff}, "no text");
        var before =
                list(folder).stream().filter(path -> !path.startsWith("share/")).toList();

        var outcome = place(rows);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.things()).isEqualTo(keys.size() + 1);
        assertThat(list(folder).stream().filter(path -> !path.startsWith("share/") && !path.startsWith("work")))
                .containsExactlyElementsOf(before);
        for (var row : names())
            assertThat(content(row.path("path").asText()))
                    .isIn("content of " + row.path("name").asText(), "no text");
    }

    @Test
    void placesTheSameAgainWithoutWritingAnything() throws Exception {
        place(history());
        var changed = changed();

        var again = place(history());

        assertThat(again.findings()).isEmpty();
        assertThat(again.listing()).isNotNull();
        assertThat(changed()).isEqualTo(changed);
    }

    @Test
    void goesOnWhereverItWasStopped() throws Exception {
        var whole = wholeTree();
        for (int stop = 1; ; stop++) {
            share = Files.createDirectory(folder.resolve("share-" + stop));
            home = share.resolve(PLACE);
            boolean stopped = stoppedAt(stop);
            var halfway = home.toFile().exists() ? changed() : Map.<String, String>of();

            assertThat(place(history()).findings()).as("after stop %d", stop).isEmpty();
            assertThat(tree()).as("after stop %d", stop).isEqualTo(whole);
            // what was there stays the very file that it was
            assertThat(changed()).containsAllEntriesOf(halfway);
            if (!stopped) {
                assertThat(stop).as("places where it was stopped").isGreaterThan(6);
                return;
            }
            assertThat(stop).isLessThan(200);
        }
    }

    private Map<String, String> wholeTree() throws Exception {
        place(history());
        assertThat(tree()).isNotEmpty();
        return tree();
    }

    private boolean stoppedAt(int report) {
        var reports = new AtomicInteger();
        try {
            place(history(), (bytes, files, all, phase) -> {
                if (reports.incrementAndGet() == report) throw new IllegalStateException("killed");
            });
            return false;
        } catch (IllegalStateException e) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void clearsAwayWhatAKilledTryLeftUnfinished() throws Exception {
        place(history());
        var paths = new KeyPaths();
        paths.version("a.txt".getBytes(UTF_8), 2);
        // killed between its two names
        Files.createLink(
                home.resolve("versions/a.txt/" + paths.unfinished("versions/a.txt/2")),
                home.resolve("versions/a.txt/2"));
        // killed while it was written
        Files.delete(home.resolve("names.jsonl"));
        Files.writeString(home.resolve(paths.unfinished("names.jsonl")), "{\"na");

        var outcome = place(history());

        assertThat(outcome.findings()).isEmpty();
        assertThat(tree()).hasSize(5);
    }

    @Test
    void leavesWhatSomebodyElseLeftUnfinished() throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("%unfinished-0123456789abcdef-0123456789abcdef"), "not ours");

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(tree()).hasSize(1);
    }

    @Test
    void writesNothingWhereSomethingElseLies() throws Exception {
        Files.createDirectories(home.resolve("versions/b.txt"));
        Files.createDirectories(home.resolve("versions/a.txt"));
        Files.createDirectories(home.resolve("files"));
        Files.createDirectories(home.resolve("other"));
        Files.writeString(home.resolve("versions/b.txt/1"), "ours");
        Files.writeString(home.resolve("versions/a.txt/1"), "first");
        Files.writeString(home.resolve("files/mine.txt"), "of the client's own");
        var before = changed();

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(only(outcome).detail())
                .startsWith("3 files at the destination")
                .contains("versions/b.txt/1, expected SHA-256 "
                        + Sha256.of("only").hex() + ", actual "
                        + Sha256.of("ours").hex())
                .contains("files/mine.txt, expected nothing, actual a file")
                .contains("other, expected nothing, actual a folder");
        assertThat(changed()).isEqualTo(before);
    }

    @Test
    void comparesSizesBeforeBytes() throws Exception {
        Files.createDirectories(home.resolve("versions/b.txt"));
        Files.writeString(home.resolve("versions/b.txt/1"), "only one more");

        assertThat(only(place(history())).detail())
                .contains("versions/b.txt/1, expected 4 bytes with SHA-256", "actual 13 bytes");
    }

    @Test
    void followsNoLinkToTheDestination() throws Exception {
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(share.resolve("contracts"), outside);

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_LEADS_ELSEWHERE");
        assertThat(only(outcome).detail()).contains("home-files", "contracts").doesNotContain(folder.toString());
        assertThat(list(outside)).isEmpty();
    }

    @Test
    void followsNoLinkInsideIt() throws Exception {
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(home.resolve("versions/b.txt"));
        Files.createSymbolicLink(home.resolve("files"), outside);
        var same = Files.writeString(folder.resolve("same"), "only");
        Files.createSymbolicLink(home.resolve("versions/b.txt/1"), same);

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(only(outcome).detail())
                .contains("files, expected a folder, actual a file, a link")
                .contains("versions/b.txt/1, expected a file, actual a folder, a link");
        assertThat(list(outside)).isEmpty();
    }

    @Test
    void writesThroughNoLinkThatAppearsMeanwhile() throws Exception {
        var outside = Files.createDirectory(folder.resolve("outside"));
        var first = new AtomicBoolean(true);

        var outcome = place(history(), (bytes, files, all, phase) -> {
            if (phase.equals("placing") && first.getAndSet(false)) link(home.resolve("versions/b.txt"), outside);
        });

        // the files tree comes first, the link lies where a folder is to be made
        assertThat(only(outcome).code()).isEqualTo("DESTINATION_LEADS_ELSEWHERE");
        assertThat(list(outside)).isEmpty();
    }

    @Test
    void wantsAFolderInTheConnectionsFolderAndNoFile() throws Exception {
        Files.writeString(share.resolve("contracts"), "a file");

        assertThat(only(place(history())).code()).isEqualTo("DESTINATION_LEADS_ELSEWHERE");
        assertThat(Files.readString(share.resolve("contracts"))).isEqualTo("a file");
    }

    @Test
    void takesNoFileForItsOwnThatHasASecondName() throws Exception {
        var other = Files.writeString(folder.resolve("other"), "only");
        Files.createDirectories(home.resolve("versions/b.txt"));
        Files.createLink(home.resolve("versions/b.txt/1"), other);

        assertThat(only(place(history())).detail()).contains("actual one with 2 names (hard links)");
    }

    @Test
    void writesOverNothingThatAppearsMeanwhile() throws Exception {
        var first = new AtomicBoolean(true);

        var outcome = place(history(), (bytes, files, all, phase) -> {
            if (phase.equals("placing") && first.getAndSet(false)) write(home.resolve("files/sub/c.txt"), "client");
        });

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_DIFFERS");
        assertThat(only(outcome).detail()).contains("files/sub/c.txt");
        assertThat(content("files/sub/c.txt")).isEqualTo("client");
    }

    @Test
    void believesAFreshListingOnly() throws Exception {
        var first = new AtomicBoolean(true);

        var outcome = place(history(), (bytes, files, all, phase) -> {
            if (!phase.startsWith("placing") || !Objects.equals(all, files) || !first.getAndSet(false)) return;
            write(home.resolve("versions/a.txt/1"), "FIRST");
            home.resolve("versions/b.txt/1").toFile().delete();
            write(home.resolve("versions/Thumbs.db"), "x");
        });

        assertThat(outcome.listing()).isNull();
        assertThat(outcome.findings())
                .extracting(Finding::code)
                .containsExactly("DESTINATION_DIFFERS", "DESTINATION_LACKS");
        assertThat(outcome.findings().toString())
                .contains(
                        "versions/a.txt/1, expected SHA-256",
                        "versions/Thumbs.db, expected nothing",
                        "versions/b.txt/1");
    }

    @Test
    void saysWhereTheFolderKeepsAnotherTime() throws Exception {
        place(history());
        Files.setLastModifiedTime(home.resolve("files/sub/c.txt"), FileTime.from(Instant.EPOCH));

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_TIMES_DIFFER");
        assertThat(only(outcome).detail()).contains("files/sub/c.txt", "actual 1970-01-01T00:00:00Z");
        assertThat(outcome.listing()).isNotNull();
    }

    @Test
    void neverMakesTheFolderOfTheConnection() throws Exception {
        Files.delete(share);

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_ABSENT");
        assertThat(only(outcome).detail()).contains("mount the share again").doesNotContain(folder.toString());
        assertThat(share).doesNotExist();
    }

    @Test
    void saysWhenItMayNotWrite() throws Exception {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/sys/kernel")), "SKIPPED: no folder that nobody may write to");
        share = Path.of("/sys/kernel");

        var outcome = place(history());

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_UNWRITABLE");
        assertThat(only(outcome).detail()).contains("the right to write there");
    }

    @Test
    void writesNothingWhereThereIsNoRoomForAll() throws Exception {
        var rows = history().claimed("large.bin", Long.MAX_VALUE / 2, "a".repeat(64));

        var outcome = place(rows);

        assertThat(only(outcome).code()).isEqualTo("DESTINATION_FULL");
        assertThat(home).doesNotExist();
    }

    @Test
    void keepsOutOfItsOwnFolders() throws Exception {
        share = folder.resolve("data/vault");
        assertThat(only(place(history())).code()).isEqualTo("DESTINATION_OF_OURS");

        share = folder;
        assertThat(only(place(history())).code()).isEqualTo("DESTINATION_OF_OURS");

        for (var own : List.of("ledger", "import")) {
            share = Files.createDirectory(folder.resolve(own));
            assertThat(only(place(history())).code()).as(own).isEqualTo("DESTINATION_OF_OURS");
        }

        share = folder.resolve("a-link");
        Files.createSymbolicLink(share, folder.resolve("data"));
        assertThat(only(place(history())).code()).isEqualTo("DESTINATION_OF_OURS");
    }

    @Test
    void placesNothingThatTheVaultNoLongerHoldsIntact() throws Exception {
        var rows = history();
        var kept = folder.resolve("data/vault/sha256");
        var sha256 = Sha256.of("second").hex();
        var file = kept.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
        file.toFile().setWritable(true);
        Files.writeString(file, "SECOND");

        var outcome = place(rows);

        assertThat(only(outcome).code()).isEqualTo("HOLDING_BROKEN");
        assertThat(list(home)).containsExactly("versions/a.txt/1");
        vault.erase(Sha256.of("second"));
        assertThat(only(place(rows)).code()).isEqualTo("HOLDING_BROKEN");
    }

    @Test
    void callsNothingPlacedOfWhichARowWasOverlooked() throws Exception {
        var rows = history();
        rows.overlooked = 1;

        assertThat(only(place(rows)).code()).isEqualTo("HOLDING_BROKEN");
        assertThat(home).doesNotExist();
    }

    @Test
    void placesOnceHoweverManyNodesDoItAtOnce() throws Exception {
        var rows = new GivenRows(vault);
        for (int i = 0; i < 60; i++) rows.version("k" + i, "content " + i);
        var nodes = Executors.newFixedThreadPool(3);
        try {
            var tries = new ArrayList<java.util.concurrent.Future<PlacingOutcome>>();
            for (int i = 0; i < 3; i++) tries.add(nodes.submit(() -> place(rows)));
            for (var one : tries) assertThat(one.get().seenAs()).startsWith("system user");
        } finally {
            nodes.shutdownNow();
        }

        var placed = changed();
        assertThat(placed).as("by the three").hasSize(61);
        assertThat(place(rows).findings()).isEmpty();
        assertThat(changed()).isEqualTo(placed);
    }

    @Test
    void stopsWhenTheNodeStops() throws Exception {
        var placer = Thread.currentThread();

        assertThatThrownBy(() -> place(history(), (bytes, files, all, phase) -> {
                    if (phase.equals("placing")) placer.interrupt();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(place(history()).findings()).isEmpty();
    }

    @Test
    void goesOnWhereverItWasKilled() throws Exception {
        var random = new Random(4711);
        for (int round = 0; round < 4; round++) {
            share = Files.createDirectory(folder.resolve("killed-" + round));
            home = share.resolve(PLACE);
            try (var node =
                    ChildProcess.of(PlacingNode.class, folder.toString(), share.toString(), "folder:" + PLACE)) {
                node.awaitLine("placing");
                Thread.sleep(
                        random.nextInt(150)); // so that it is killed at any line; nothing waits for the time itself
                node.kill();
            }

            assertThat(place(PlacingNode.many(vault)).findings()).isEmpty();
            assertThat(tree()).hasSize(PlacingNode.MANY + 1);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void link(Path link, Path to) {
        try {
            Files.createSymbolicLink(link, to);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Versions and markers of keys, in the order in which they came to be. */
    private GivenRows history() {
        return new GivenRows(vault)
                .version("a.txt", "first")
                .version("b.txt", "only")
                .version("a.txt", "second")
                .marker("b.txt")
                .marker("a.txt")
                .version("sub/c.txt", "plain");
    }

    private PlacingOutcome place(GivenRows rows) throws Exception {
        return place(rows, Progress.unseen());
    }

    private PlacingOutcome place(GivenRows rows, Progress progress) throws Exception {
        return new PlacingNode(folder, share, vault).place(rows, "folder:" + PLACE, progress);
    }

    private List<JsonNode> names() throws IOException {
        var rows = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(home.resolve("names.jsonl")))
            rows.add(JsonMapper.builder().build().readTree(line));
        return rows.subList(1, rows.size());
    }

    /** Through the URI, as this machine may have no language for the name. */
    private String content(String path) throws IOException {
        var escaped = URLEncoder.encode(path, UTF_8).replace("+", "%20").replace("%2F", "/");
        return Files.readString(Path.of(URI.create(home.toUri() + escaped)));
    }

    /** What each file says, by its path. */
    private Map<String, String> tree() throws IOException {
        var tree = new TreeMap<String, String>();
        for (var path : list(home)) tree.put(path, content(path));
        return tree;
    }

    /** Which file it is and when something of it was changed last, by its path. */
    private Map<String, String> changed() throws IOException {
        var changed = new TreeMap<String, String>();
        for (var path : list(home)) {
            var file = home.resolve(path);
            changed.put(path, Files.getAttribute(file, "unix:ino") + " " + Files.getAttribute(file, "unix:ctime"));
        }
        return changed;
    }

    private static List<String> list(Path folder) throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (var all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static Finding only(PlacingOutcome outcome) {
        assertThat(outcome.findings()).hasSize(1);
        return outcome.findings().get(0);
    }
}
