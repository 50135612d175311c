package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The system's Chromium; each person has a window of their own. */
final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String origin;
    private final List<String> complaints = new ArrayList<>();

    Browser(String origin) {
        this.origin = origin;
        var program = Tool.at(
                "chromium",
                Path.of("/usr/bin/chromium"),
                Path.of("/usr/bin/chromium-browser"),
                Path.of("/usr/bin/google-chrome"));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** A window in which this person has logged in. */
    Page window(String person) {
        return window(person, true);
    }

    Page windowWithoutJavaScript(String person) {
        return window(person, false);
    }

    /** A window in which nobody has logged in. */
    Page window() {
        return page(true);
    }

    /** A window in which somebody has logged in at the company's provider, by that button of it. */
    Page windowByCompany(String button) {
        var page = page(true);
        page.navigate(origin + "/login");
        isAccessible(page);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in at"))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
        page.waitForURL(url -> url.startsWith(origin) && !url.contains("/login"));
        return page;
    }

    private Page window(String person, boolean javaScript) {
        var page = page(javaScript);
        page.navigate(origin + "/login");
        page.locator("input[name=username]").fill(person);
        page.locator("input[name=password]").fill(VendorAndClient.password(person));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Log in").setExact(true))
                .click();
        page.waitForURL(url -> !url.contains("/login"));
        return page;
    }

    private Page page(boolean javaScript) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setJavaScriptEnabled(javaScript)
                .setLocale("en-GB"));
        context.setDefaultTimeout(60_000);
        context.onPage(page -> page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !page.url().contains("/camunda/")) {
                complaints.add(page.url() + ": " + message.text());
            }
        }));
        return context.newPage();
    }

    /** Tasklist sometimes shows keys instead of words after its first load; then people load it again, and so do we. */
    void tasklist(Page page) {
        for (int look = 0; look < 6; look++) {
            page.navigate(origin + "/camunda/app/tasklist/default/");
            if (shows(page.getByText("Start process").first(), 15_000)) {
                return;
            }
            picture(page, "tasklist-without-words");
        }
        throw new AssertionError(
                "Tasklist did not open: " + page.locator("body").innerText());
    }

    /** Opens a process's start form. */
    Locator startForm(Page page, String process) {
        tasklist(page);
        page.getByText("Start process").first().click();
        var dialog = page.locator(".modal-dialog");
        // tasks behind the dialog name their process, too
        dialog.getByText(process).first().click();
        return dialog;
    }

    /** Opens a task in Tasklist and takes it, where it is not taken yet. */
    void take(Page page, String task) {
        var claim = page.locator("button.claim");
        var taken = page.locator("button.unclaim");
        for (int look = 0; look < 30; look++) {
            tasklist(page);
            var row = page.locator(".tasks-list").getByText(task).first();
            if (!shows(row, 3_000)) {
                continue;
            }
            row.click();
            if (shows(claim.or(taken).first(), 10_000)) {
                if (claim.isVisible()) {
                    claim.click();
                }
                taken.waitFor();
                return;
            }
        }
        throw new AssertionError("task \"" + task + "\" never came into Tasklist: "
                + page.locator(".tasks-list").innerText());
    }

    void complete(Page page) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Complete").setExact(true))
                .click();
        page.locator("form.task-form, .fjs-container")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    /** Goes where a link of a task leads: a page of ours. */
    void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link))
                .first()
                .click();
        page.waitForURL(url -> !url.contains("/camunda/"));
        page.waitForLoadState(LoadState.NETWORKIDLE);
    }

    /** The README's are made here, too: {@code cp target/screenshots/{exit,hand-over,sign}.png .github/images}. */
    void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** One of our own pages: nobody is shut out of it. */
    void isAccessible(Page page) {
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .as(page.url())
                .extracting(rule -> rule.getId() + ": " + rule.getHelp())
                .isEmpty();
    }

    /** What our own pages wrote into the console as errors. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    private static boolean shows(Locator locator, double milliseconds) {
        try {
            locator.waitFor(new Locator.WaitForOptions().setTimeout(milliseconds));
            return true;
        } catch (com.microsoft.playwright.TimeoutError notYet) {
            return false;
        }
    }
}
