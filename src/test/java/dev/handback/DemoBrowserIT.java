package dev.handback;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.handback.demo.Desk;
import dev.handback.verify.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The demo as the README has a newcomer start it: everything that it tells them to try, tried in its order. */
class DemoBrowserIT {
    private static final int STOPS = 9;

    private final Path data;
    private String address = "";

    DemoBrowserIT(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path data) {
        this.data = data;
    }

    @Test
    void everythingItTellsANewcomerToTryWorksAndASecondStartGoesOnThere() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        try (var demo = demo()) {
            var origin = address(demo);
            try (var browser = new Browser(origin)) {
                var page = browser.window();
                page.navigate(origin + "/demo");
                assertThat(page.locator("ol > li")).hasCount(STOPS);
                browser.isAccessible(page);
                browser.picture(page, "demo");
                looksAround(browser, page);
                signsWhatIsHomeAndNotWhatIsNot(browser, page);
                believesTheLetterOnlyWhereNothingAnswers(browser, page);
                handsOverAPackageThatIsGood(page);
                takesARepositoryOfTheirOwn(page);
                assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("409"));
            }
            stop(demo);
        }
        startsAgain();
    }

    private void looksAround(Browser browser, Page page) {
        visit(page, "See whether the date is met", "Billing platform comes home");
        assertThat(page.locator("main")).containsText("CONNECTION_STOPPED");
        browser.isAccessible(page);
        var here = page.url();
        page.locator(".demo-switch button:has-text('leo')").click();
        assertThat(page.locator("nav").first()).containsText("Leo Haas");
        assertThat(page).hasURL(here);
        visit(page, "Meet a repository that somebody tampered with", "OBJECTS_MISSING");
        visit(page, "See every version of a document", "MSA-2021-07.txt");
        assertThat(page.locator("main")).containsText("MARKER");
        assertThat(page.locator("td:has-text('HELD')")).hasCount(6);
        visit(page, "Meet a bucket of which one object is refused", "OBJECT_FORBIDDEN");
        assertThat(page.locator("main")).containsText("PARTIAL");
    }

    private void signsWhatIsHomeAndNotWhatIsNot(Browser browser, Page page) throws IOException {
        visit(page, "Ask for the final certificate anyway", "What stands against");
        page.locator("input[value='ASSET_RETURN:FINAL']").check();
        press(page, "Draw it up");
        awaitOnReload(page, origin(page) + "/tasks", "Review the findings against the certificate");

        visit(page, "Sign the interim certificate of the website", "What you sign");
        page.locator("input[type=checkbox]").first().check();
        page.locator("input[name=password]")
                .fill(Files.readString(data.resolve("secrets/lea")).strip());
        press(page, "Sign this document");
        assertThat(page.locator("main")).containsText("Signed");
        browser.isAccessible(page);
    }

    private void believesTheLetterOnlyWhereNothingAnswers(Browser browser, Page page) {
        visit(page, "Accept the vendor's letter anyway", "What the holder attests");
        browser.isAccessible(page);
        browser.picture(page, "attestation");
        assertThat(page.locator("fieldset:has-text('report-jobs')")).containsText("Not observed");
        assertThat(page.locator("fieldset:has-text('report-archive')")).containsText("Contradicted");
        var letter = page.url();
        decide(page, "Accept the evidence");
        assertThat(page.locator("[role=alert]")).containsText("PROBE_CONTRADICTS");

        page.navigate(letter);
        page.locator("input[value=report-archive]").first().uncheck();
        decide(page, "Accept the evidence");
        assertThat(page.locator("fieldset:has-text('report-jobs')")).containsText("Accepted");
        page.locator("input[value=report-archive]").first().check();
        decide(page, "Call it contradicted");
        assertThat(page.locator("fieldset:has-text('report-archive')")).containsText("The host was asked");
    }

    private static void decide(Page page, String decision) {
        page.locator("textarea[name=reason]").first().fill("The host was asked, and answered as shown.");
        press(page, decision);
    }

    private static void handsOverAPackageThatIsGood(Page page) {
        visit(page, "Hand it to a stranger", "Hand-over packages");
        press(page, "Build the package");
        assertThat(page.locator("#live")).containsText("built,");
        press(page, "Verify");
        assertThat(page.locator("main")).containsText("Nothing speaks against it.");
    }

    private void takesARepositoryOfTheirOwn(Page page) throws Exception {
        var own = data.resolve("own");
        try (var git = Git.init().setDirectory(own.toFile()).call()) {
            Files.writeString(own.resolve("mine.txt"), "mine");
            git.add().addFilepattern("mine.txt").call();
            git.commit().setMessage("Mine").setSign(false).call();
        }
        // as the page says it: in this JVM the application has left JGit no way to a folder
        var served = data.resolve("vendor/repositories/team/mine.git");
        Tool.named("git").say(data, "clone", "-q", "--bare", own.toString(), served.toString());
        page.navigate(origin(page) + "/demo");
        var locator = page.locator("li:has-text('a repository of your own')").innerText();
        visit(page, "Point it at a repository of your own", "Asset register");
        page.locator("summary:has-text('Add one asset')").click();
        fill(page, "asset", "mine");
        fill(page, "title", "A repository of my own");
        fill(page, "connection", "vendor-team");
        fill(page, "locator", locator.replaceFirst("(?s).*locator (\\S+).*", "$1"));
        page.locator("[name='cell.kind']").selectOption("git-repository");
        page.locator("[name='cell.origin']").selectOption("FOREGROUND");
        page.locator("[name='cell.disposition']").selectOption("RETURN");
        press(page, "Add");
        press(page, "Agree the register");
        awaitOnReload(page, page.url().replaceFirst("/register.*", "/assets/mine"), "Verified");
    }

    private static void fill(Page page, String column, String value) {
        page.locator("[name='cell." + column + "']").fill(value);
    }

    /** As whom and where the page of the demo says. */
    private static void visit(Page page, String stop, String expected) {
        page.navigate(origin(page) + "/demo");
        page.locator("button[aria-label^=\"" + stop + "\"]").click();
        assertThat(page.locator("main")).containsText(expected);
    }

    private static void press(Page page, String button) {
        page.locator("main")
                .getByRole(AriaRole.BUTTON, new com.microsoft.playwright.Locator.GetByRoleOptions().setName(button))
                .first()
                .click();
        page.waitForLoadState();
    }

    private static void awaitOnReload(Page page, String address, String text) {
        Desk.await(text, () -> {
            page.navigate(address);
            return page.locator("main").innerText().contains(text) ? Optional.of(text) : Optional.empty();
        });
    }

    private static String origin(Page page) {
        return page.url().replaceFirst("(https?://[^/]+).*", "$1");
    }

    private void startsAgain() throws IOException, InterruptedException {
        try (var demo = demo();
                var browser = new Browser(address(demo))) {
            var page = browser.window();
            page.navigate(address + "/demo");
            assertThat(page.locator("ol > li")).hasCount(STOPS);
            visit(page, "See whether the date is met", "Billing platform comes home");
            page.navigate(address + "/");
            assertThat(page.locator("tbody tr")).hasCount(2);
            stop(demo);
        }
    }

    private static void stop(ChildProcess demo) throws InterruptedException {
        var servers = ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();
        assertThat(servers).isNotEmpty();
        demo.terminate();
        assertThat(servers).allSatisfy(server -> assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(30)));
    }

    private String address(ChildProcess demo) throws IOException {
        address = demo.awaitLine("HANDBACK DEMO").replaceFirst(".*open (\\S+)/demo .*", "$1");
        demo.awaitLine("Both are there");
        readOn(demo);
        return address;
    }

    /** A child whose words nobody reads waits for a reader, also while it ends. */
    private static void readOn(ChildProcess demo) {
        var reader = new Thread(() -> {
            try {
                demo.rest();
            } catch (IOException ended) {
                // killed, and its words with it
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private ChildProcess demo() throws IOException {
        return ChildProcess.of(
                List.of("-Xmx600m", "-XX:TieredStopAtLevel=1"),
                Commands.class,
                "--spring.profiles.active=demo",
                "--handback.data-dir=" + data,
                "--handback.vault.keep-free=1MB",
                "--logging.level.root=warn",
                "--server.port=0");
    }
}
