package dev.handback.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Every hostile string of {@link Payloads} where a vendor's or a holder's words are shown, in a real browser: it stays text, is
 * shown as it is, runs nothing, opens no dialog and fetches nothing.
 */
@PagesHouse
class PayloadsBrowserIT {

    private static Playwright playwright;
    private static Browser chromium;

    @LocalServerPort
    int port;

    private final Set<String> complaints = new TreeSet<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void open() {
        playwright = Visit.playwright();
        chromium = Visit.chromium(playwright);
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void watch() {
        context = chromium.newContext();
        context.route(url -> !url.startsWith(address("")) && !url.startsWith("data:image/"), route -> {
            complaints.add("fetches " + route.request().url());
            route.abort();
        });
        page = context.newPage();
        page.onDialog(dialog -> {
            complaints.add("dialog on " + page.url());
            dialog.dismiss();
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            // what the policy had to stop had become more than text
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
    }

    @Test
    void theWatchmanSeesWhatRunsAndWhatIsFetched() {
        page.navigate(address("/login"));
        page.evaluate("document.body.insertAdjacentHTML('beforeend', \"" + Payloads.ALL.get(2)
                + "<img src=//owned.example/x>\")");
        page.waitForTimeout(300);
        assertThat(elements()).isPositive();
        page.evaluate("() => { location.href = 'http://owned.example/' }");
        page.waitForTimeout(300);

        assertThat(complaints)
                .anyMatch(one -> one.contains("inline event handler"))
                .anyMatch(one -> one.contains("Loading the image"))
                .anyMatch(one -> one.equals("fetches http://owned.example/"));
    }

    @Test
    void registerAndWhatPeopleSayOfItsAssetsStayText() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE);
        var id = exit.id();
        each((n, words) -> {
            exit.insert("olga", """
                    insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, locator, medium, holder)
                    values (?, ?, 1, 'ADDED', ?, 'manual', 'FOREGROUND', 'RETURN', ?, 'disk', ?)""", id, asset(n), words, words, words);
            exit.insert(
                    "olga",
                    "insert into handback.residual_opened (exit_id, kind, what, owner, due) values (?, 'OBLIGATION', ?, 'otto', '2099-01-01')",
                    id,
                    words);
            exit.insert(
                    "erin",
                    "insert into handback.checklist_item (exit_id, topic, asset, what) values (?, 'CREDENTIALS', ?, ?)",
                    id,
                    asset(n),
                    words);
            exit.insert(
                    "olga",
                    "insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document) values (?, 'OURS', 'vendor-git', '2026-11-01', ?, ?)",
                    id,
                    words,
                    words);
            exit.insert(
                    "lea",
                    "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, ?, ?, ?)",
                    id,
                    asset(n),
                    words,
                    words);
            exit.insert(
                    "lea",
                    "insert into handback.hold_placed (exit_id, holder, reason, document) values (?, ?, ?, ?)",
                    id,
                    words,
                    words,
                    words);
        });
        declare(exit);

        shows("olga", "/exits/" + id + "/register", true);
        shows("olga", "/exits/" + id, true);
        shows("lea", "/exits/" + id + "/holds", true);
        shows("olga", "/exits/" + id + "/closing", true);
        shows("olga", "/exits/" + id + "/checklist", true);
        shows("olga", "/exits/" + id + "/declaration", true);
        shows("olga", "/exits/" + id + "/certificates/new", false);
        shows("olga", "/exits/" + id + "/ledger", false);
        unharmed();
        exported(id);
    }

    @Test
    void titlesOnPagesOfAssetsStayText() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE);
        var titles = together(300);
        for (int n = 0; n < titles.size(); n++) {
            exit.insert("olga", """
                    insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, locator, medium, holder)
                    values (?, ?, 1, 'ADDED', ?, 'manual', 'FOREGROUND', 'RETURN', ?, 'disk', 'x')""", exit.id(), asset(n), titles.get(n), titles.get(n));
            exit.insert(
                    "lea",
                    "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, ?, 'x y', ?)",
                    exit.id(),
                    asset(n),
                    titles.get(n));
            shows("olga", "/exits/" + exit.id() + "/assets/" + asset(n), titles.get(n));
        }
        unharmed();
    }

    @Test
    void namesOfPartiesStayText() {
        for (var words : together(200)) {
            var exit = new TestExit(PagesHouse.Furnished.DATABASE);
            exit.insert(
                    "olga",
                    "insert into handback.party_changed (exit_id, party, since, name, capacity, document, reason) values (?, 'VENDOR', '2026-11-01', ?, ?, ?, ?)",
                    exit.id(),
                    words,
                    words,
                    words,
                    words);
            shows("olga", "/exits/" + exit.id(), words);
        }
        unharmed();
    }

    @Test
    void whatIsImportedAndRefusedIsQuotedAsText() throws IOException {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE).id();
        var csv = new StringBuilder();
        try (var rows = new CSVPrinter(csv, CSVFormat.RFC4180)) {
            rows.printRecord("asset", "title", "kind", "origin", "disposition", "connection", "locator");
            for (var words : Payloads.ALL) {
                rows.printRecord(words, words, words, words, words, words, words);
            }
        }
        login("olga");
        page.navigate(address("/exits/" + exit + "/register"));
        page.locator("#file")
                .setInputFiles(new FilePayload(
                        "<img class=owned src=x>.csv",
                        "text/csv",
                        csv.toString().getBytes(UTF_8)));
        page.locator("button[value=check]").click();

        assertThat(elements()).isZero();
        assertThat(page.locator("main").innerText()).contains("found \"" + Payloads.ALL.get(0));
        assertThat(page.locator("#csv").inputValue()).contains(Payloads.ALL.get(0), Payloads.ALL.get(2));
        unharmed();
    }

    @Test
    void namesOfRefsDocumentsAndFilesAndFindingsStayText() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE)
                .register("code")
                .register("docs")
                .register("disk")
                .agree()
                .authorise();
        attempted(exit, "code", "refs", """
                insert into handback.attempt_ref (exit_id, asset, number, ordinal, name, id, type)
                values (?, ?, 1, ?, ?, repeat('a', 40), 'commit')""");
        attempted(exit, "docs", "versions", """
                insert into handback.attempt_object (exit_id, asset, number, ordinal, key, version_id, etag, what, latest, size, state, sha256, copied_in)
                values (?, ?, 1, ?, ?, 'v', 'e', 'VERSION', true, 1, 'HELD', repeat('a', 64), 1)""");
        attempted(exit, "disk", "files", """
                insert into handback.attempt_file (exit_id, asset, number, ordinal, name, sha256, bytes)
                values (?, ?, 1, ?, ?, repeat('a', 64), 1)""");

        for (var asset : List.of("code", "docs", "disk")) {
            shows("erin", "/exits/" + exit.id() + "/assets/" + asset, true);
            // findings quote them too: each stands there twice
            assertThat(squeezed(page.locator("main").textContent()).split(Pattern.quote(Payloads.ALL.get(4)), -1))
                    .hasSizeGreaterThan(2);
        }
        shows("erin", "/exits/" + exit.id() + "/handover", false);
        unharmed();
    }

    @Test
    void whatAHolderAttestsAndWhatWeSeeThereStaysText() {
        var it = OrderedExit.certified(PagesHouse.Furnished.DATABASE, "told", "untouched");
        var id = it.exit.id();
        it.exit.insert(
                "olga",
                "insert into handback.destruction_begun (exit_id, scope) values (?, '[\"told\", \"untouched\"]')",
                id);
        var number = it.served("told");
        it.attestToday(number, "told");
        var json = JsonNodeFactory.instance;
        var detail = json.objectNode();
        var looks = detail.putArray("looks");
        each((n, words) -> {
            var look = looks.addObject()
                    .put("locator", words)
                    .put("result", "CONTRADICTED")
                    .put("code", "REFS_ANSWER")
                    .put("says", words);
            look.putArray("observed").addObject().put("ref", words);
        });
        detail.putArray("notProbeable").add(String.join(" ", Payloads.ALL));
        it.probe("told", "CONTRADICTED", detail.toString());
        each((n, words) -> it.exit.insert(
                "lea",
                "insert into handback.not_observable (exit_id, asset, reason) values (?, 'untouched', ?)",
                id,
                words));

        shows("olga", "/exits/" + id + "/assets/told/looks", true);
        shows("lea", "/exits/" + id + "/assets/untouched/looks", true);
        for (var path :
                List.of("/exits/" + id + "/destruction", "/orders/" + number, "/orders/" + number + "/attestation")) {
            shows("olga", path, false);
        }
        unharmed();
    }

    @Test
    void reasonsOfQuarantineAndErasureStayText() {
        var reasons = together(2000);
        var exit = OrderedExit.certified(
                        PagesHouse.Furnished.DATABASE,
                        IntStream.range(0, reasons.size())
                                .mapToObj(PayloadsBrowserIT::asset)
                                .toArray(String[]::new))
                .exit;
        for (int n = 0; n < reasons.size(); n++) {
            exit.insert(
                    "otto",
                    "insert into handback.quarantined (exit_id, asset, number, reason) values (?, ?, 1, ?)",
                    exit.id(),
                    asset(n),
                    reasons.get(n));
            exit.insert(
                    "erin",
                    "insert into handback.erasure_asked (exit_id, quarantine, reason) values (?, ?, ?)",
                    exit.id(),
                    exit.id() + "-Q" + (n + 1),
                    reasons.get(n));
        }

        shows("lea", "/exits/" + exit.id() + "/quarantine", true);
        shows("olga", "/exits/" + exit.id() + "/assets/" + asset(0), false);
        unharmed();
    }

    private static void declare(TestExit exit) {
        exit.as("olga", () -> {
            exit.sql(
                            "insert into handback.declaration (exit_id, version, declared_by, declared_on, file_sha256, rows) values (?, 1, ?, '2026-11-01', repeat('a', 64), ?)",
                            exit.id(),
                            Payloads.ALL.get(2),
                            Payloads.ALL.size())
                    .update();
            each((n, words) -> exit.sql(
                            "insert into handback.declaration_row (exit_id, version, ordinal, title, locator) values (?, 1, ?, ?, ?)",
                            exit.id(),
                            n + 1,
                            words,
                            words)
                    .update());
            return exit;
        });
    }

    /** What was held has such names, and findings quote them. */
    private static void attempted(TestExit exit, String asset, String counted, String held) {
        var findings = JsonNodeFactory.instance.arrayNode();
        each((n, words) ->
                findings.addObject().put("code", "LFS_OBJECT_MISSING").put("detail", words));
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, ?, 1, 'vendor-git', 'https://x')",
                exit.id(),
                asset);
        each((n, words) ->
                exit.sql(held, exit.id(), asset, n + 1, words.getBytes(UTF_8)).update());
        exit.insert(
                TestExit.SYSTEM, """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, bundle_sha256, %s, findings)
                values (?, ?, 1, 'PARTIAL', repeat('c', 64), repeat('c', 64), ?, ?::jsonb)""".formatted(counted), exit.id(), asset, Payloads.ALL.size(), findings.toString());
    }

    /** In a spreadsheet program no cell is a formula, and none was torn apart. */
    private void exported(String exit) {
        var basic = Base64.getEncoder().encodeToString(("olga:" + PagesHouse.PASSWORD).getBytes(UTF_8));
        var request = HttpRequest.newBuilder(URI.create(address("/api/exits/" + exit + "/register.csv")))
                .header("Authorization", "Basic " + basic)
                .build();
        try (var csv = CSVParser.parse(
                new StringReader(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body()),
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            var titles = new ArrayList<String>();
            for (var row : csv) {
                row.forEach(cell -> assertThat(cell).doesNotMatch("(?s)[=+\\-@\t\r\n].*"));
                titles.add(row.get("title"));
            }
            assertThat(titles).hasSize(Payloads.ALL.size()).contains(Payloads.ALL.get(0), "'=cmd|' /C calc'!A0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface With {
        void payload(int n, String words);
    }

    private static void each(With with) {
        for (int n = 0; n < Payloads.ALL.size(); n++) {
            with.payload(n, Payloads.ALL.get(n));
        }
    }

    /** As many of them in each string as go into so many characters. */
    private static List<String> together(int longest) {
        var all = new ArrayList<String>();
        for (var words : Payloads.ALL) {
            int last = all.size() - 1;
            if (last < 0 || all.get(last).length() + 1 + words.length() > longest) {
                all.add(words);
            } else {
                all.set(last, all.get(last) + " " + words);
            }
        }
        return all;
    }

    private static String asset(int n) {
        return "a%03d".formatted(n);
    }

    /** @param literally whether every one of them stands on the page as it is */
    private void shows(String person, String path, boolean literally) {
        var text = text(person, path);
        if (literally) {
            assertThat(Payloads.ALL).as("shown on " + path).allMatch(words -> text.contains(squeezed(words)));
        }
    }

    private void shows(String person, String path, String words) {
        assertThat(text(person, path)).as(path).contains(squeezed(words));
    }

    private String text(String person, String path) {
        login(person);
        var answer = page.navigate(address(path));
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(page.evaluate("() => window.owned")).as("runs on " + path).isNull();
        assertThat(elements()).as("became elements on " + path).isZero();
        return squeezed(
                String.valueOf(
                        page.evaluate(
                                "() => document.body.textContent + [...document.querySelectorAll('input,textarea')].map(e => e.value).join(' ')")));
    }

    private int elements() {
        return ((Number)
                        page.evaluate(
                                "() => document.querySelectorAll('.owned,[onmouseover],[onfocus],[onerror],[onload],a[href*=owned],a[href^=\"javascript:\" i]').length"))
                .intValue();
    }

    private static String squeezed(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s+", " ").strip();
    }

    private void unharmed() {
        page.waitForTimeout(200);
        assertThat(complaints).isEmpty();
    }

    private String loggedIn = "";

    private void login(String person) {
        if (loggedIn.equals(person)) {
            return;
        }
        context.clearCookies();
        page.navigate(address("/login"));
        page.locator("#username").fill(person);
        page.locator("#password").fill(PagesHouse.PASSWORD);
        page.locator("main button").first().click();
        loggedIn = person;
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
