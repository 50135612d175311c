package dev.handback.web;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One browser at the pages, for tests of one page; complains of every error on the console. */
final class Visit implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final int PATIENCE = 30_000;

    private final Playwright playwright;
    private final Page page;
    private final int port;
    private final List<String> errors = new ArrayList<>();

    private Visit(Playwright playwright, BrowserContext context, int port) {
        this.playwright = playwright;
        this.port = port;
        page = context.newPage();
        page.onPageError(error -> errors.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !message.text().contains("404")
                    && !message.text().contains("400")) {
                errors.add(page.url() + ": " + message.text());
            }
        });
    }

    static Visit of(int port, boolean script) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        var playwright = playwright();
        var chromium = chromium(playwright);
        var context = chromium.newContext(new Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setReducedMotion(ReducedMotion.REDUCE) // a colour that is just changing has no contrast
                .setViewportSize(1200, 900));
        return new Visit(playwright, context, port);
    }

    /** A machine without a browser skips by name; CI must never. */
    static Playwright playwright() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(CHROMIUM).as("this test needs Chromium").exists();
        }
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static Browser chromium(Playwright playwright) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /** What axe finds on the page as it is shown now, and whether it fits into 390 pixels; needs JavaScript, for axe is a script. */
    static List<String> complaints(Page page, String path, ColorScheme scheme) {
        var complaints = new ArrayList<String>();
        new AxeBuilder(page)
                .analyze()
                .getViolations()
                .forEach(rule -> complaints.add(path + " " + scheme + ": " + rule.getId() + " "
                        + rule.getNodes().get(0).getHtml()));
        page.setViewportSize(390, 800);
        var over = ((Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth")).intValue();
        if (over > 0) {
            complaints.add(path + " is " + over + " pixels too wide at 390");
        }
        page.setViewportSize(1200, 900);
        return complaints;
    }

    /** The same of the one page, in light and dark. */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            complaints.addAll(complaints(page, page.url(), scheme));
        }
        return complaints;
    }

    /** The one page, after this person logged in. */
    Page as(String person) {
        page.context().clearCookies();
        page.navigate(address("/login"));
        page.locator("#username").fill(person);
        page.locator("#password").fill(PagesHouse.PASSWORD);
        page.locator("main button").click();
        return page;
    }

    String address(String path) {
        return "http://localhost:" + port + path;
    }

    @Override
    public void close() {
        playwright.close();
        if (!errors.isEmpty()) {
            throw new AssertionError(errors);
        }
    }
}
