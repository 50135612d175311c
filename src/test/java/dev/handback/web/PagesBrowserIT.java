package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import dev.handback.retrieval.ArchivedAttempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every page in a real browser: accessible by axe in light and dark, within 390 pixels, alive without JavaScript. */
@PagesHouse
class PagesBrowserIT {
    private static final Path PICTURES = Path.of("target", "pictures", "pages");
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'${7*7}";

    private static Playwright playwright;
    private static Browser chromium;

    @LocalServerPort
    int port;

    private final List<String> complaints = new ArrayList<>();

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

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyPageIsAccessibleAndFits(ColorScheme scheme) {
        var exit = exit();
        var drill = new TestExit(PagesHouse.Furnished.DATABASE, "DRILL")
                .register("whole")
                .register("partial")
                .agree()
                .authorise()
                .attempt("whole", "VERIFIED")
                .attempt("partial", "PARTIAL")
                .check("erin", "whole")
                .id();
        try (var context = context(scheme, true)) {
            var page = page(context);
            inspect(page, "/login", scheme);
            login(page, "olga");
            for (var path : List.of(
                    "/",
                    "/tasks",
                    "/exits/" + exit,
                    "/exits/" + exit + "/register?edit=whole",
                    "/exits/" + exit + "/assets/whole",
                    "/exits/" + exit + "/assets/partial",
                    "/exits/" + archived() + "/assets/docs",
                    "/exits/" + exit + "/handover",
                    "/exits/" + exit + "/declaration",
                    "/exits/" + exit + "/closing",
                    "/exits/" + exit + "/checklist",
                    "/exits/" + exit + "/instruments",
                    "/exits/" + exit + "/certificates/new",
                    "/exits/" + exit + "/ledger",
                    "/exits/" + exit + "/holds",
                    "/exits/" + exit + "/packages",
                    "/exits/" + drill + "/drill",
                    "/exits/" + drill + "/certificates/new",
                    "/runbooks",
                    "/password",
                    "/notices",
                    "/exits/X1999-0001")) {
                inspect(page, path, scheme);
            }
            destruction(page, scheme);
            quarantine(page, scheme);
            discovery(page, scheme);
            login(page, "lea");
            inspect(page, "/exits/" + exit + "/holds", scheme);
            login(page, "adam");
            inspect(page, "/people", scheme);
            inspect(page, "/people/mail", scheme);
        }
        assertThat(complaints).isEmpty();
    }

    /** The same of what destruction shows: to operations and legal, contradicted and recalled, and with nothing in it. */
    private void destruction(Page page, ColorScheme scheme) {
        var it = contradicted();
        var id = it.exit.id();
        for (var person : List.of("olga", "lea")) {
            login(page, person);
            for (var path : List.of(
                    "/exits/" + id + "/destruction",
                    "/exits/" + id + "/destruction/" + id + "-P1",
                    "/orders/" + id + "-D1",
                    "/orders/" + id + "-D1/attestation",
                    "/exits/" + id + "/assets/told/looks",
                    "/exits/" + id + "/assets/untouched/looks")) {
                inspect(page, path, scheme);
            }
        }
        login(page, "olga");
        inspect(page, "/exits/" + new TestExit(PagesHouse.Furnished.DATABASE).id() + "/destruction", scheme);
        inspect(page, "/exits/" + id + "/assets/nothing/looks", scheme);
        inspect(page, "/exits/" + id + "/destruction/X1999-0001-P1", scheme);
    }

    /** Nothing sealed; and sealed with hostile words, certified, asked to be erased, refused, released: to whoever may what. */
    private void quarantine(Page page, ColorScheme scheme) {
        var it = OrderedExit.certified(PagesHouse.Furnished.DATABASE, "theirs", "ours").exit;
        for (var asset : List.of("theirs", "ours")) {
            it.insert(
                    "otto",
                    "insert into handback.quarantined (exit_id, asset, number, reason) values (?, ?, 1, ?)",
                    it.id(),
                    asset,
                    HOSTILE + "long".repeat(60));
        }
        for (var erasure = 1; erasure <= 2; erasure++) {
            it.insert(
                    "erin",
                    "insert into handback.erasure_asked (exit_id, quarantine, reason) values (?, ?, ?)",
                    it.id(),
                    it.id() + "-Q1",
                    HOSTILE);
            if (erasure == 1) {
                it.insert(
                        "olga",
                        "insert into handback.erasure_decided (exit_id, erasure, decision, reason) values (?, ?, 'REFUSED', ?)",
                        it.id(),
                        it.id() + "-E1",
                        HOSTILE);
            }
        }
        it.insert(
                "leo",
                "insert into handback.quarantine_released (exit_id, quarantine, reason) values (?, ?, ?)",
                it.id(),
                it.id() + "-Q2",
                HOSTILE);
        for (var person : List.of("olga", "lea", "ada")) {
            login(page, person);
            inspect(page, "/exits/" + it.id() + "/quarantine", scheme);
        }
        inspect(page, "/exits/" + it.id() + "/assets/theirs", scheme);
        inspect(page, "/exits/" + new TestExit(PagesHouse.Furnished.DATABASE).id() + "/quarantine", scheme);
    }

    /** Nobody asked; a list with hostile names, one that failed, and one that is on its way: to whoever may ask or not. */
    private void discovery(Page page, ColorScheme scheme) {
        var it = new TestExit(PagesHouse.Furnished.DATABASE).register("ours");
        inspect(page, "/exits/" + it.id() + "/discoveries", scheme);
        var lists = ListedPlaces.of(it);
        var listed = lists.listed(120);
        var failed = lists.failed(HOSTILE + "long".repeat(60));
        var waiting = lists.asked();
        for (var person : List.of("olga", "ada")) {
            login(page, person);
            inspect(page, "/exits/" + it.id() + "/discoveries", scheme);
            inspect(page, "/exits/" + it.id() + "/discoveries/" + listed, scheme);
        }
        inspect(page, "/exits/" + it.id() + "/discoveries/" + listed + "?standing=OUTSIDE", scheme);
        inspect(page, "/exits/" + it.id() + "/discoveries/" + failed, scheme);
        inspect(page, "/exits/" + it.id() + "/discoveries/" + waiting, scheme);
    }

    /** Its holder says it destroyed, and is found out by a look whose proof carries hostile names; then a hold recalls. */
    private static OrderedExit contradicted() {
        var it = OrderedExit.certified(PagesHouse.Furnished.DATABASE, "told", "untouched");
        it.exit.insert(
                "olga",
                "insert into handback.destruction_begun (exit_id, scope) values (?, '[\"told\", \"untouched\"]')",
                it.exit.id());
        it.attestToday(it.served("told"), "told");
        var seen = JsonNodeFactory.instance.objectNode().put("ref", HOSTILE);
        var look = JsonNodeFactory.instance
                .objectNode()
                .put("locator", "https://git.vendor.example/" + "long".repeat(40))
                .put("result", "CONTRADICTED")
                .put("code", "REFS_ANSWER")
                .put("says", HOSTILE);
        look.putArray("observed").add(seen);
        var detail = JsonNodeFactory.instance.objectNode();
        detail.putArray("looks").add(look);
        detail.putArray("notProbeable").add(HOSTILE);
        it.probe("told", "CONTRADICTED", detail.toString());
        it.exit.insert(
                "lea",
                "insert into handback.not_observable (exit_id, asset, reason) values (?, 'untouched', ?)",
                it.exit.id(),
                HOSTILE);
        it.hold("lea", "told");
        return it;
    }

    @Test
    void aRegisterIsCorrectedAndImportedWithoutJavaScript() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE).id();
        try (var context = context(ColorScheme.LIGHT, false)) {
            var page = page(context);
            login(page, "olga");
            page.navigate(address("/exits/" + exit + "/register"));
            page.locator("#file")
                    .setInputFiles(new com.microsoft.playwright.options.FilePayload(
                            "register.csv",
                            "text/csv",
                            "asset,title,kind,origin,disposition,connection,locator\nshop,Shop,git-repository,MINE,RETURN,vendor-git,https://git.vendor.example/shop.git\n"
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            page.locator("button[value=check]").click();
            assertThat(page.locator("main").innerText()).contains("found \"MINE\"");
            page.locator("#csv").fill(page.locator("#csv").inputValue().replace("MINE", "FOREGROUND"));
            page.locator("button[value=import]").click();
            assertThat(page.locator("[role=status]").innerText()).isEqualTo("1 assets are imported.");
            assertThat(page.locator("main table").first().innerText()).contains("shop");
        }
    }

    /** One asset of each trouble, with names a hostile vendor would choose. */
    private static String exit() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE)
                .register("whole")
                .register("partial")
                .register("waiting");
        exit.insert(
                "olga",
                "insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator)"
                        + " values (?, 'hostile', 1, 'ADDED', ?, 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git', 'https://x/y')",
                exit.id(),
                HOSTILE);
        exit.agree().authorise().attempt("whole", "VERIFIED").attempt("partial", "PARTIAL");
        exit.insert(
                "olga",
                "insert into handback.residual_opened (exit_id, kind, what, owner, due) values (?, 'OBLIGATION', ?, 'otto', '2099-01-01')",
                exit.id(),
                HOSTILE);
        exit.insert(
                "olga",
                "insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document)"
                        + " values (?, 'OURS', 'vendor-git', '2026-11-01', ?, 'letter')",
                exit.id(),
                HOSTILE);
        exit.insert(
                "erin",
                "insert into handback.checklist_item (exit_id, topic, asset, what) values (?, 'CREDENTIALS', 'whole', ?)",
                exit.id(),
                HOSTILE);
        exit.insert(
                "olga",
                "insert into handback.hold_placed (exit_id, holder, reason, document) values (?, ?, 'a claim', 'Matter 12')",
                exit.id(),
                HOSTILE);
        exit.insert("olga", "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')", exit.id());
        return exit.id();
    }

    private BrowserContext context(ColorScheme scheme, boolean script) {
        return chromium.newContext(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setJavaScriptEnabled(script)
                .setViewportSize(1200, 900));
    }

    private Page page(BrowserContext context) {
        var page = context.newPage();
        page.onDialog(dialog -> {
            complaints.add("dialog on " + page.url());
            dialog.dismiss();
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            var expected = message.text().contains("404");
            if (message.type().equals("error") && !expected) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    private void login(Page page, String person) {
        page.context().clearCookies();
        page.navigate(address("/login"));
        page.locator("#username").fill(person);
        page.locator("#password").fill(PagesHouse.PASSWORD);
        page.locator("main button").click();
    }

    /** Its newest attempt met archived versions, one of which is restored. */
    private static String archived() {
        var exit = ArchivedAttempt.of(PagesHouse.Furnished.DATABASE, "held", "a", "deep");
        ArchivedAttempt.seen(ArchivedAttempt.agreed(ArchivedAttempt.asked(exit)), 1, 1, "'2099-01-02 03:04Z'");
        return exit.id();
    }

    private void inspect(Page page, String path, ColorScheme scheme) {
        page.setViewportSize(1200, 900);
        page.navigate(address(path));
        picture(page, path, scheme);
        complaints.addAll(Visit.complaints(page, path, scheme));
    }

    private static void picture(Page page, String path, ColorScheme scheme) {
        var name = path.replaceAll("X2\\d+-\\d+", "exit").replaceAll("\\W+", "-") + "-" + scheme + ".png";
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(PICTURES.resolve(name.toLowerCase(java.util.Locale.ROOT))));
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
