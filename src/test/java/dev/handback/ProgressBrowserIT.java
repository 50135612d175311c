package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody watches a repository come in over a thin line. */
@Journey
class ProgressBrowserIT {
    private static final String REPOSITORY = "team/warehouse";
    private static final String RECEIVING = "(?s).*Receiving objects, attempt 1: [1-9][^,]*B, \\d+ of 300 objects.*";

    private final Walk walk;
    private final GitHost vendor;
    private final String origin;
    private final Browser browser;
    private String exit = "";

    ProgressBrowserIT(@LocalServerPort int port, GitHost vendor) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.origin = "http://127.0.0.1:" + port;
        this.browser = new Browser(origin);
    }

    @BeforeAll
    void theLineIsThin() {
        vendor.slow(REPOSITORY, 2_000);
        exit = walk.authorised("vendor-team", REPOSITORY);
    }

    @AfterAll
    void close() {
        vendor.slow(REPOSITORY, 0);
        browser.close();
    }

    @Test
    void showsHowFarItIsWithoutAReloadAndWithoutJavaScriptByOne() {
        var plain = browser.windowWithoutJavaScript("ada");
        var first = await("the progress without JavaScript", () -> reloaded(plain), RECEIVING);
        await("more of it after a reload", () -> changed(reloaded(plain), first), RECEIVING);

        var page = browser.window("ada");
        page.navigate(address());
        page.evaluate("() => { window.loadedOnce = true; }");
        var seen = await("the progress", () -> live(page), RECEIVING);
        await("more of it", () -> changed(live(page), seen), RECEIVING);
        browser.isAccessible(page);
        browser.picture(page, "progress");

        vendor.slow(REPOSITORY, 0);
        await("its end", () -> live(page), "(?s).*VERIFIED.*");
        assertThat(page.evaluate("() => window.loadedOnce")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    private String address() {
        return origin + "/exits/" + exit + "/assets/warehouse";
    }

    private String reloaded(Page page) {
        page.navigate(address());
        return live(page);
    }

    private static String live(Page page) {
        return page.locator("#live > div, #live > p").allInnerTexts().toString();
    }

    private static String changed(String now, String before) {
        return now.equals(before) ? "" : now;
    }

    private static String await(String what, Supplier<String> shown, String expected) {
        return Desk.await(what, () -> Optional.of(shown.get()).filter(text -> text.matches(expected)));
    }
}
