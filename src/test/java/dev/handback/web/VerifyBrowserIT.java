package dev.handback.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.handback.TestExit;
import dev.handback.packages.Repacked;
import dev.handback.verify.TwoVerifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody without a command line has packages verified: in a browser, with and without JavaScript. */
@PagesHouse
class VerifyBrowserIT {
    private static final Path SAMPLE = Path.of(".github/sample/package.zip");
    private static final Path DOCUMENT = Path.of(".github/sample/certificate.pdf");
    private static final Path COMPANY = Path.of(".github/sample/company.pem");

    @TempDir
    private Path folder;

    @LocalServerPort
    int port;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void verifiesTheSampleWithoutJavaScriptAndGivesTheVerdictOfTheCommandLine() throws IOException {
        try (var visit = Visit.of(port, false)) {
            var page = visit.as("ada");
            page.navigate(visit.address("/verify"));
            assertThat(page.locator("main")).containsText("Nothing yet. Only you see your checks.");

            ask(page, Files.readString(COMPANY));
            send(page, "theirs.zip", Files.readAllBytes(SAMPLE));
            await(page);

            assertThat(page.locator("main")).containsText("Nothing speaks against it.");
            assertThat(page.locator("main")).containsText("no package was built here with these bytes");
            assertThat(page.locator("main .state").first()).containsText("Good");
            assertThat(verdict(page))
                    .isEqualTo(TwoVerifiers.command(SAMPLE, "--anchor", COMPANY.toString())
                            .verdict());
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void namesFileExpectedAndFoundOfAnAlteredPackage() throws IOException {
        var altered = Repacked.of(SAMPLE).flip("metadata/assets.jsonl").zip(folder.resolve("altered.zip"));
        try (var visit = Visit.of(port, true)) {
            var page = visit.as("adam");
            page.navigate(visit.address("/verify"));
            ask(page, Files.readString(COMPANY));
            send(page, "<img src=x onerror=alert(1)>.zip", Files.readAllBytes(altered));
            assertThat(page.locator("main .state").first()).containsText("Findings");

            var row = page.locator("tr:has-text('metadata/assets.jsonl')").first();
            assertThat(row).containsText("expected SHA-256 ");
            assertThat(row).containsText("found ");
            assertThat(page.locator("dl")).containsText("Exit code of the command line");
            complaints.addAll(visit.complaints());
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void judgesASealedDocumentAloneAndNamesWhatWasAddedToIt() throws IOException {
        var sealed = Files.readAllBytes(DOCUMENT);
        try (var visit = Visit.of(port, true)) {
            var page = visit.as("leo");
            page.navigate(visit.address("/verify"));
            ask(page, Files.readString(COMPANY));
            send(page, "certificate.pdf", sealed);
            assertThat(page.locator("main .state").first()).containsText("Good");
            assertThat(page.locator("dl")).containsText("PAdES-BASELINE");
            assertThat(page.locator("dl")).containsText("X2026-0003-C1");
            assertThat(page.locator("dl")).containsText("no certificate was signed here in these bytes");
            assertThat(page.locator("main")).containsText("a document alone does not tell whether it was made void");
            complaints.addAll(visit.complaints());

            page.navigate(visit.address("/verify"));
            ask(page, Files.readString(COMPANY));
            send(page, "longer.pdf", Arrays.copyOf(sealed, sealed.length + 1));
            assertThat(page.locator("main .state").first()).containsText("Findings");
            assertThat(page.locator("tr:has-text('CERTIFICATE_REFUSED')").first())
                    .isVisible();
            complaints.addAll(visit.complaints());
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void saysOfWhatIsNoPackageThatItCannotBeReadAndOfBadAnchorsWhatWasExpected() {
        try (var visit = Visit.of(port, true)) {
            var page = visit.as("erin");
            page.navigate(visit.address("/verify"));
            complaints.addAll(visit.complaints());
            ask(page, "no certificate");
            assertThat(page.locator("[role=alert]")).containsText("expected certificates in PEM");
            complaints.addAll(visit.complaints());
            page.navigate(visit.address("/verify"));
            ask(page, "");
            complaints.addAll(visit.complaints());
            send(
                    page,
                    "letter.txt",
                    "Dear all, this is no package at all.".getBytes(java.nio.charset.StandardCharsets.UTF_8));

            assertThat(page.locator("main .state").first()).containsText("Cannot be read");
            assertThat(page.locator("main")).containsText("not a ZIP");
            assertThat(page.locator("dl dd").first()).hasText("3");
            complaints.addAll(visit.complaints());
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void verifiesWhatWasBuiltHereAndShowsItToNobodyElse() {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE).register("repo");
        try (var visit = Visit.of(port, true)) {
            var page = visit.as("olga");
            page.navigate(visit.address("/exits/" + exit.id() + "/packages"));
            page.locator("button:has-text('Build the package')").click();
            page.locator("button[aria-label='Verify " + exit.id() + "-P1']").click();
            assertThat(page.locator("main")).containsText("was built with exactly these bytes");
            assertThat(page.locator("main .state").first()).containsText("Good");
            assertThat(page.locator("td .state")).containsText("Not held");
            complaints.addAll(visit.complaints());

            var address = page.url();
            page.navigate(visit.address("/verify"));
            assertThat(page.locator("main")).containsText(exit.id() + "-P1");
            complaints.addAll(visit.complaints());
            visit.as("lea").navigate(address);
            assertThat(page.locator("main")).containsText("there is no check of a package of yours");
        }
        assertThat(complaints).isEmpty();
    }

    private static void ask(Page page, String anchors) {
        page.locator("summary").click();
        page.locator("textarea[name=anchors]").fill(anchors);
        page.locator("button:has-text('Choose the file')").click();
    }

    private static void send(Page page, String name, byte[] file) {
        page.locator("input[type=file]").setInputFiles(new FilePayload(name, "application/zip", file));
        page.locator("button:has-text('Send and verify')").click();
    }

    /** Without JavaScript one looks again by oneself. */
    private static void await(Page page) {
        for (int n = 0; n < 300 && page.locator("main").innerText().contains("Look again"); n++) {
            page.waitForTimeout(200);
            page.reload();
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode verdict(Page page) throws IOException {
        var download = page.waitForDownload(
                () -> page.locator("a:has-text('The verdict for programs')").click());
        return JsonMapper.builder().build().readTree(download.path().toFile());
    }
}
