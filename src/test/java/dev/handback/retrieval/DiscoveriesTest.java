package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.retrieval.DiscoveredPlace.Standing;
import dev.handback.sources.HostOnLoopback;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of a holder's system beside the register, on a database and against a real HTTP server. */
class DiscoveriesTest {
    private static final String REPOSITORIES = "/api/v3/orgs/acme/repos";

    @TempDir
    static Path folder;

    private static TestDatabase database;
    private static HostOnLoopback host;
    private static TestRooms rooms;

    @BeforeAll
    static void open() throws IOException {
        database = TestDatabase.create();
        host = new HostOnLoopback();
        var settings = new LinkedHashMap<String, Object>();
        for (var name : List.of("vendor-git", "plain-git", "home-git")) {
            var connection = "handback.connections." + name + ".";
            settings.put(connection + "kind", "git");
            settings.put(connection + "urls", host.url() + "/acme");
            settings.put(connection + "password-file", Files.writeString(folder.resolve("token"), "a-token"));
            settings.put(connection + "allow-http", "true");
            settings.put(connection + "allow-private-addresses", "true");
            if (!name.startsWith("plain")) settings.put(connection + "host", "github");
        }
        settings.put("handback.connections.home-git.place", "true");
        settings.put("handback.vault.folder", folder.resolve("vault"));
        rooms = new TestRooms(database, folder, settings);
        host.at("/api/v3/orgs/acme", "{\"login\":\"acme\",\"public_repos\":3,\"total_private_repos\":0}");
    }

    @AfterAll
    static void close() {
        rooms.close();
        host.close();
        database.close();
    }

    @Test
    void comparesTheListWithTheRegister() throws Exception {
        host.at(REPOSITORIES, "[" + repository("Billing") + "," + repository("forgotten", true) + "," + other() + "]");
        var exit = authorised();
        registered(exit, "billing", host.url() + "/acme/billing");
        registered(exit, "ours-alone", host.url() + "/acme/ours-alone.git");

        var found = listed(exit, "erin");

        assertThat(found.state()).isEqualTo(Discovery.State.LISTED);
        assertThat(List.of(found.places(), found.inBoth(), found.onlyTheirs(), found.onlyOurs()))
                .containsExactly(4, 1, 1, 1);
        assertThat(found.seenAs()).isEqualTo("the token of connection vendor-git");
        assertThat(found.said()).extracting(Discovery.Said::code).contains("HIDDEN_STAYS_UNSEEN");
        assertThat(discoveries().places(found, null, 0, 10))
                .extracting(place -> place.standing() + " " + place.asset())
                .containsExactly("ONLY_THEIRS null", "MAYBE null", "IN_BOTH billing", "OUTSIDE null");
        assertThat(discoveries().places(found, Standing.MAYBE, 0, 10))
                .extracting(DiscoveredPlace::kind)
                .containsExactly("WIKI");
        assertThat(discoveries().onlyOurs(found, 0, 10)).containsExactly("ours-alone");
        assertThat(discoveries().missing(found, false)).containsExactly(host.url() + "/acme/forgotten.git");
        assertThat(discoveries().missing(found, true)).hasSize(2);
    }

    @Test
    void comparesAnewWhatIsRegisteredLaterAndKeepsWhatWasCounted() throws Exception {
        host.at(REPOSITORIES, "[" + repository("late") + "]");
        var exit = authorised();
        var found = listed(exit, "olga");

        registered(exit, "late", host.url() + "/acme/late.git");

        assertThat(discoveries().standings(found)).isEqualTo(Map.of(Standing.IN_BOTH, 1L));
        assertThat(found.onlyTheirs()).isEqualTo(1);
        assertThat(discoveries().find(exit.id(), found.discovery())).isEqualTo(found);
    }

    @Test
    void holdsTheListInTheVaultAndNamesItOnTheLedger() throws Exception {
        host.at(REPOSITORIES, "[" + repository("one") + "]");
        var exit = authorised();
        var found = listed(exit, "olga");

        try (var list = discoveries().open(found)) {
            var lines = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).contains(found.discovery(), "GITHUB " + host.url() + "/api/v3: acme");
            assertThat(lines.get(1)).contains(host.url() + "/acme/one.git");
        }
        assertThat(ledger(exit)).containsSubsequence("discovery_asked", "discovery_listed");
    }

    @Test
    void aRefusalEndsTheListAndStopsNothing() throws Exception {
        host.at(REPOSITORIES, HostOnLoopback.status(403, "{}"));
        var exit = authorised();

        var found = listed(exit, "olga");

        assertThat(found.state()).isEqualTo(Discovery.State.FAILED);
        assertThat(found.code()).isEqualTo("HTTP_403");
        assertThat(found.reason()).contains("the credential may not list this");
        assertThat(exit.sql("select count(*) from handback.connection_findings(?, 'vendor-git')", exit.id())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(discoveries().places(found, null, 0, 10)).isEmpty();
        assertThat(discoveries().onlyOurs(found)).isZero();
        assertThatThrownBy(() -> discoveries().open(found)).isInstanceOf(Refused.class);
        assertThat(ledger(exit)).endsWith("discovery_failed");
    }

    @Test
    void asksNobodyWithoutLegalsWord() {
        var exit = new TestExit(database);

        assertThatThrownBy(() -> ask(exit, "olga", "vendor-git"))
                .isInstanceOfSatisfying(
                        GateRefused.class,
                        refused -> assertThat(refused.findings().get(0).code()).isEqualTo("AUTHORITY_MISSING"));
        assertThat(discoveries().list(exit.id(), 0, 10)).isEmpty();
    }

    @Test
    void looksAgainAtTheGateWhenItsTurnComes() throws Exception {
        host.at(REPOSITORIES, "[]");
        var exit = authorised();
        var number = ask(exit, "olga", "vendor-git");
        exit.insert("lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'insolvency')", exit.id());
        int before = host.asked.size();

        var found = carriedOut(exit, number);

        assertThat(found.state()).isEqualTo(Discovery.State.FAILED);
        assertThat(host.asked).hasSize(before);
        assertThatThrownBy(() -> ask(exit, "olga", "vendor-git")).isInstanceOf(GateRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lea", "nobody"})
    void asksForNobodyElse(String person) {
        assertThatThrownBy(() -> ask(authorised(), person, "vendor-git")).isInstanceOf(NotAllowed.class);
    }

    @Test
    void asksOnlyWhatHasAList() {
        var exit = authorised();

        assertThatThrownBy(() -> ask(exit, "olga", "plain-git")).hasMessageContaining("has no list to ask for");
        assertThatThrownBy(() -> ask(exit, "olga", "home-git")).hasMessageContaining("has no list to ask for");
        assertThatThrownBy(() -> ask(exit, "olga", "unknown")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> ask(exit, "olga", null)).isInstanceOf(InvalidInput.class);
        assertThat(discoveries().askable(exit.id()))
                .extracting(Discoveries.Askable::connection)
                .containsExactly("vendor-git");
    }

    @Test
    void asksOnceAtATime() throws Exception {
        host.at(REPOSITORIES, "[]");
        var exit = authorised();
        var first = ask(exit, "olga", "vendor-git");

        assertThatThrownBy(() -> ask(exit, "erin", "vendor-git"))
                .hasMessageContaining("is being listed already, as " + first);
        carriedOut(exit, first);
        assertThat(ask(exit, "erin", "vendor-git")).isEqualTo(exit.id() + "-F2");
    }

    @Test
    void addsNothingToWhatHasEnded() throws Exception {
        host.at(REPOSITORIES, "[]");
        var exit = authorised();
        var number = listed(exit, "olga").discovery();

        assertThatThrownBy(() -> row(exit, SYSTEM, number)).hasMessageContaining("has ended: nothing is added");
        assertThatThrownBy(() -> exit.insert(
                        SYSTEM,
                        "insert into handback.discovery_failed (discovery, exit_id, code, reason) values (?, ?, 'X', 'x')",
                        number,
                        exit.id()))
                .hasMessageContaining("has ended");
        var open = ask(exit, "olga", "vendor-git");
        assertThatThrownBy(() -> row(exit, "olga", open)).hasMessageContaining("written by the system");
        assertThatThrownBy(() -> exit.insert(
                        SYSTEM,
                        "insert into handback.discovery_failed (discovery, exit_id, code, reason) values (?, ?, 'X', 'x')",
                        open,
                        authorised().id()))
                .hasMessageContaining("asked for no list");
    }

    @Test
    void countsItselfWhateverTheProgramSays() {
        var exit = authorised();
        var number = ask(exit, "olga", "vendor-git");
        exit.as(SYSTEM, () -> {
            place(exit, number, 1, "https://h.example/acme/a.git");
            return exit.sql("""
                    insert into handback.discovery_listed (discovery, exit_id, asked, seen_as, list_sha256, list_bytes, places, in_both, only_theirs, only_ours, said)
                    values (?, ?, 'x', 'x', repeat('0', 64), 1, 0, 99, 0, 99, '[]')""", number, exit.id()).update();
        });

        var found = discoveries().find(exit.id(), number);
        assertThat(List.of(found.places(), found.inBoth(), found.onlyTheirs(), found.onlyOurs()))
                .containsExactly(1, 0, 1, 0);
    }

    @Test
    void aBucketIsInTheRegisterAsFarAsItsPrefixesAreAndOfThisConnectionAlone() {
        var exit = authorised();
        bucket(exit, "whole", "vendor-git", "s3://whole-bucket");
        bucket(exit, "part", "vendor-git", "s3://part-bucket/docs/");
        bucket(exit, "other-store", "other", "s3://same-name");
        bucket(exit, "gone", "vendor-git", "s3://not-listed/x/");
        var number = ask(exit, "olga", "vendor-git");
        exit.as(SYSTEM, () -> {
            int ordinal = 0;
            for (var name : List.of("whole-bucket", "part-bucket", "same-name"))
                exit.sql("""
                        insert into handback.discovery_place (discovery, ordinal, kind, locator, within, marks)
                        values (?, ?, 'BUCKET', ?, true, '[]')""", number, ++ordinal, "s3://" + name + "/").update();
            return ordinal;
        });

        assertThat(exit.sql("select standing from handback.discovered(?) order by ordinal", number)
                        .query(String.class)
                        .list())
                .containsExactly("IN_BOTH", "IN_PART", "ONLY_THEIRS");
        assertThat(exit.sql("select asset from handback.not_discovered(?)", number)
                        .query(String.class)
                        .list())
                .containsExactly("gone");
    }

    @Test
    void pagesTenThousandRows() throws Exception {
        for (int page = 1; page <= 100; page++) {
            int number = page;
            var rows = IntStream.range(0, 100)
                    .mapToObj(i -> repository("r-%03d-%02d".formatted(number, i)))
                    .collect(Collectors.joining(",", "[", "]"));
            var address = REPOSITORIES + "?per_page=100" + (page == 1 ? "" : "&page=" + page);
            var next = "<" + host.url() + REPOSITORIES + "?per_page=100&page=" + (page + 1) + ">; rel=\"next\"";
            if (page < 100) host.at(address, rows, "Link", next);
            else host.at(address, rows);
        }
        var exit = authorised();
        registered(exit, "r", host.url() + "/acme/r-100-99.git");
        try {
            var found = listed(exit, "olga");

            assertThat(found.places()).isEqualTo(10_000);
            assertThat(discoveries().places(found, null, 99, 100))
                    .hasSize(100)
                    .last()
                    .matches(last -> "r".equals(last.asset()));
            assertThat(discoveries().missing(found, false)).hasSize(9_999);
        } finally {
            host.remove(REPOSITORIES + "?per_page=100");
        }
    }

    @Test
    void showsTheListsOfAnotherExitToNobody() throws Exception {
        host.at(REPOSITORIES, "[]");
        var found = listed(authorised(), "olga");

        assertThatThrownBy(() -> discoveries().find(authorised().id(), found.discovery()))
                .isInstanceOf(NotFound.class);
    }

    private static TestExit authorised() {
        return new TestExit(database).authorise();
    }

    private static void registered(TestExit exit, String asset, String locator) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator)
                values (?, ?, 1, 'ADDED', 'An asset', 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git', ?)""", exit.id(), asset, locator);
    }

    private static void bucket(TestExit exit, String asset, String connection, String locator) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator)
                values (?, ?, 1, 'ADDED', 'An asset', 's3-documents', 'FOREGROUND', 'RETURN', ?, ?)""", exit.id(), asset, connection, locator);
    }

    private static void row(TestExit exit, String actor, String number) {
        exit.as(actor, () -> place(exit, number, 7, "https://h.example/acme/late.git"));
    }

    private static int place(TestExit exit, String number, int ordinal, String locator) {
        return exit.sql("""
                insert into handback.discovery_place (discovery, ordinal, kind, locator, within, marks)
                values (?, ?, 'REPOSITORY', ?, true, '[]')""", number, ordinal, locator).update();
    }

    private static Discovery listed(TestExit exit, String person) throws Exception {
        return carriedOut(exit, ask(exit, person, "vendor-git"));
    }

    private static String ask(TestExit exit, String person, @Nullable String connection) {
        return TestRooms.as(person, () -> discoveries().ask(exit.id(), connection));
    }

    private static Discovery carriedOut(TestExit exit, String number) throws Exception {
        var listings = rooms.get(Listings.class);
        var result = listings.list(number, Progress.unseen());
        SystemActor.call("test", () -> {
            listings.record(number, result);
            return true;
        });
        return discoveries().find(exit.id(), number);
    }

    private static Discoveries discoveries() {
        return rooms.get(Discoveries.class);
    }

    private static List<String> ledger(TestExit exit) {
        return exit.sql("select fact_table from handback.ledger_entry where exit_id = ? order by seq", exit.id())
                .query(String.class)
                .list();
    }

    private static String repository(String name) {
        return repository(name, false);
    }

    private static String repository(String name, boolean wiki) {
        return "{\"clone_url\":\"%s/acme/%s.git\",\"visibility\":\"public\",\"size\":1,\"has_wiki\":%s}"
                .formatted(host.url(), name, wiki);
    }

    private static String other() {
        return "{\"clone_url\":\"https://elsewhere.example/acme/x.git\",\"visibility\":\"public\",\"size\":1}";
    }
}
