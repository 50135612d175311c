package dev.handback.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import dev.handback.TestExit;
import dev.handback.demo.Desk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The process of an exit, drawn from its own model: where it waits, what lies behind; in words without JavaScript. */
@PagesHouse
class ProcessBrowserIT {
    @LocalServerPort
    int port;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void drawsWhereItWaitsAndGoesOnWithIt() {
        var exit = opened();
        try (var visit = Visit.of(port, true)) {
            var page = visit.as("olga");
            page.navigate(visit.address("/exits/" + exit));
            var drawn = page.locator("[data-drawn=yes]");
            assertThat(drawn).isVisible();
            assertThat(drawn.locator(".djs-element.here[data-element-id=AgreeRegister]"))
                    .isVisible();
            assertThat(drawn.locator(".token")).hasText("1");
            assertThat(drawn.locator(".djs-element.done").first()).isVisible();
            assertThat(drawn.locator(".bjs-powered-by")).isVisible();
            assertThat(drawn.locator("svg text").allInnerTexts().toString()).doesNotContain("${");
            complaints.addAll(visit.complaints());
            print(page);

            agree(exit);
            assertThat(drawn.locator(".djs-element.done[data-element-id=AgreeRegister]"))
                    .isVisible();
            assertThat(drawn.locator(".djs-element.here[data-element-id=AgreeRegister]"))
                    .hasCount(0);
            page.navigate(visit.address("/exits/" + exit + "/process?of=ContractExit"));
            assertThat(drawn).isVisible();
            assertThat(drawn.locator(".token").first()).isVisible();
            complaints.addAll(visit.complaints());
            assertThat(tokensDrawn(page)).isEqualTo(tokensOfTheEngine(exit));
            drawn.locator("button:has-text('Larger')").click();
            drawn.locator("button:has-text('Whole diagram')").click();
            drawn.locator(".bjs-powered-by").click();
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "pictures", "pages", "process.png")));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void saysInWordsWhereItWaitsWithoutJavaScript() {
        var exit = opened();
        try (var visit = Visit.of(port, false)) {
            var page = visit.as("ada");
            page.navigate(visit.address("/exits/" + exit));
            assertThat(page.locator("main")).containsText("Agree the register (1)");
            assertThat(page.locator("a:text-is('Agree the register')"))
                    .hasAttribute("href", "/runbooks/task-AgreeRegister");
            assertThat(page.locator("section.bpmn")).isHidden();
            page.locator("a:has-text('Contract exit')").click();
            assertThat(page.locator("main")).containsText("Agree the register (1)");
        }
    }

    @Test
    void saysThatNoProcessRunsAndThatThereIsNoSuch() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE).id();
        try (var visit = Visit.of(port, true)) {
            var page = visit.as("olga");
            page.navigate(visit.address("/exits/" + exit));
            assertThat(page.locator("main")).containsText("No process runs for this exit.");
            page.navigate(visit.address("/exits/" + exit + "/process?of=Other"));
            assertThat(page.locator("main")).containsText("This exit has no such process.");
            complaints.addAll(visit.complaints());
        }
        assertThat(complaints).isEmpty();
        assertThat(desk("olga")
                        .get("/api/exits/" + exit + "/processes/ContractExit")
                        .status())
                .isEqualTo(404);
    }

    private static int tokensDrawn(Page page) {
        return page.locator(".token").allInnerTexts().stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private int tokensOfTheEngine(String exit) {
        int sum = 0;
        for (var token : desk("olga")
                .get("/api/exits/" + exit + "/processes/ContractExit")
                .orFail()
                .body()
                .path("tokens")) {
            sum += token.path("waiting").asInt();
        }
        assertThat(sum).isPositive();
        return sum;
    }

    private String opened() {
        return desk("olga")
                .open(
                        Map.of(
                                "title", "Drawn",
                                "kind", "REAL",
                                "profile", "plain",
                                "vendor", Map.of("name", "Orbit"),
                                "client", Map.of("name", "Client"),
                                "contract", Map.of("reference", "C-7", "start", "2021-01-01", "end", "2099-12-31"),
                                "trigger", "EXPIRY"),
                        "");
    }

    private void agree(String exit) {
        desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets",
                        Map.of(
                                "asset", "papers",
                                "title", "Papers",
                                "kind", "manual",
                                "origin", "FOREGROUND",
                                "disposition", "RETURN",
                                "locator", "safe 4"))
                .orFail();
        desk("olga").post("/api/exits/" + exit + "/register/agree", Map.of()).orFail();
    }

    private Desk desk(String person) {
        return new Desk("http://localhost:" + port, person, PagesHouse.PASSWORD);
    }

    private void print(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("section.bpmn .djs-container svg").first()).isVisible();
        assertThat(page.locator("section.bpmn button").first()).isHidden();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    }
}
