package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.handback.certificates.Certificates;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.exits.Exits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The same with a browser: the exit is started in Tasklist, and people go where its tasks lead them. */
@Journey
class TasklistBrowserIT {
    private final String origin;
    private final Walk walk;
    private final GitHost vendor;
    private final Exits exits;
    private final Certificates certificates;

    TasklistBrowserIT(@LocalServerPort int port, GitHost vendor, Exits exits, Certificates certificates) {
        this.origin = "http://127.0.0.1:" + port;
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.exits = exits;
        this.certificates = certificates;
    }

    @Test
    void bringsARepositoryHomeFromTasklist() {
        try (var browser = new Browser(origin)) {
            var olga = browser.window("olga");
            startExit(browser, olga);
            var exit = exits.list(0, 100).stream()
                    .filter(found -> found.title().equals("Website comes home"))
                    .findFirst()
                    .orElseThrow()
                    .exitId();
            agreeRegister(browser, olga, exit);
            authorise(browser, olga, exit);
            handOver(browser, exit);
            chooseFinalCertificate(browser, olga, exit);
            sign(browser, exit);

            Desk.await("the final return", () -> Optional.of(exits.find(exit).state())
                    .filter("RETURN_FINAL"::equals));
            assertThat(certificates.list(exit)).singleElement().satisfies(signed -> assertThat(signed.signedBy())
                    .isEqualTo("lea"));
            olga.navigate(origin + "/exits/" + exit);
            browser.picture(olga, "exit-final");
            browser.isAccessible(olga);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsWhatBlocksAnExitHalfWay() {
        var exit = walk.authorised(
                "vendor-team",
                "team/billing-api",
                "team/website",
                "team/billing-portal",
                "team/legacy-tools",
                "team/docs");
        for (var asset : new String[] {"billing-api", "website", "billing-portal", "legacy-tools", "docs"}) {
            walk.outcome(exit, asset);
        }
        walk.check("emil", exit, "website");
        try (var browser = new Browser(origin)) {
            var olga = browser.window("olga");
            olga.navigate(origin + "/exits/" + exit);

            assertThat(olga.locator("main").innerText()).contains("billing-portal", "PARTIAL", "docs", "EMPTY");
            browser.isAccessible(olga);
            browser.picture(olga, "exit");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void startExit(Browser browser, Page olga) {
        browser.tasklist(olga);
        browser.picture(olga, "tasklist");
        var form = browser.startForm(olga, "Contract exit");
        field(form, "title").fill("Website comes home");
        field(form, "vendorName").fill("Orbit Outsourcing GmbH");
        field(form, "clientName").fill("Client Ltd");
        field(form, "contractReference").fill("MSA-2021-07");
        field(form, "contractEnd").fill("31/12/2099");
        field(form, "contractEnd").press("Enter");
        browser.picture(olga, "start-form");
        form.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Start").setExact(true))
                .click();
        form.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    private void agreeRegister(Browser browser, Page olga, String exit) {
        browser.take(olga, "Agree the register – " + exit);
        browser.follow(olga, "Open the register");
        var csv = """
                asset,title,kind,origin,disposition,connection,locator
                website,Customer website,git-repository,FOREGROUND,RETURN,vendor-team,%s
                """.formatted(vendor.url("team/website"));
        olga.locator("input[type=file]")
                .setInputFiles(new FilePayload("register.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
        button(olga, "Check").click();
        olga.getByText("No errors: 1 assets can be imported.")
                .or(olga.locator(".notice"))
                .first()
                .waitFor();
        browser.isAccessible(olga);
        browser.picture(olga, "register-preview");
        button(olga, "Import").click();
        button(olga, "Agree the register").click();
        olga.getByText("The register is agreed.").first().waitFor();
        browser.picture(olga, "register-agreed");
    }

    private void authorise(Browser browser, Page olga, String exit) {
        browser.take(olga, "Propose the authority for vendor-team – " + exit);
        field(olga.locator("body"), "basis").fill("Clause 14.2: access until the end of assistance");
        field(olga.locator("body"), "until").fill("31/12/2099");
        field(olga.locator("body"), "until").press("Enter");
        browser.complete(olga);
        var lea = browser.window("lea");
        browser.take(lea, "Confirm the authority for vendor-team – " + exit);
        lea.getByLabel("Confirm: retrievals over this connection may begin").check();
        browser.picture(lea, "confirm-authority");
        browser.complete(lea);
    }

    private void handOver(Browser browser, String exit) {
        var erin = browser.window("erin");
        browser.take(erin, "Hand over website – " + exit);
        browser.follow(erin, "open website");
        browser.isAccessible(erin);
        browser.picture(erin, "asset");
        browser.take(erin, "Hand over website – " + exit);
        erin.getByLabel("Checked: it is what we expected").check();
        field(erin.locator("body"), "note").fill("Cloned the bundle, built and opened it.");
        browser.picture(erin, "hand-over");
        browser.complete(erin);
    }

    private void chooseFinalCertificate(Browser browser, Page olga, String exit) {
        browser.take(olga, "Choose the next certificate – " + exit);
        browser.follow(olga, "Choose the scope");
        olga.locator("input[value='ASSET_RETURN:FINAL']").check();
        browser.isAccessible(olga);
        browser.picture(olga, "choose-certificate");
        button(olga, "Draw it up").click();
        olga.getByText("then legal gets the task to sign").first().waitFor();
    }

    private void sign(Browser browser, String exit) {
        var lea = browser.window("lea");
        browser.take(lea, "Sign certificate " + exit);
        browser.follow(lea, "Read and sign");
        browser.isAccessible(lea);
        browser.picture(lea, "sign");
        lea.locator("input[name=meant]").check();
        lea.locator("input[name=password]").fill(VendorAndClient.password("lea"));
        button(lea, "Sign this document").click();
        lea.getByText("Signed and sealed.").first().waitFor();
        browser.picture(lea, "signed");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    /** A field of a Camunda form; form-js gives ids of its own around the key. */
    private static Locator field(Locator form, String key) {
        return form.locator("[id*='Field_" + key + "_']:is(input, textarea)").first();
    }
}
