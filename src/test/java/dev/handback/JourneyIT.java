package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.custody.Ledger;
import dev.handback.demo.GitHost;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A repository comes home, from the opening of its exit to the signed final return: people over REST, the real services, a real
 * git server, a real database. How it goes on to CLOSED and to the last package is told by {@link EndOfAnExitIT}.
 */
@Journey
class JourneyIT {
    private final Walk walk;
    private final AssetRegister register;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Ledger ledger;
    private final Vault vault;
    private final JdbcClient jdbc;
    private final GitHost vendor;
    private String exit = "";
    private String certificate = "";

    JourneyIT(
            @LocalServerPort int port,
            GitHost vendor,
            AssetRegister register,
            Certificates certificates,
            SignOff signOff,
            Ledger ledger,
            Vault vault,
            JdbcClient jdbc) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.register = register;
        this.certificates = certificates;
        this.signOff = signOff;
        this.ledger = ledger;
        this.vault = vault;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void bringsBillingApiHome() {
        exit = walk.authorised("vendor-team", "team/billing-api");
        walk.check("erin", exit, "billing-api");
        certificate = walk.drawnUp(exit, "FINAL", "billing-api");
        var shown = certificates.find(certificate);
        walk.sign("lea", certificate, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
    }

    @Test
    void endsWithAFinalReturn() {
        walk.awaitState(exit, "RETURN_FINAL");

        assertThat(register.find(exit, "billing-api").returnState()).isEqualTo("CERTIFIED");
    }

    @Test
    void keepsEachPersonsPartAsAFact() {
        assertThat(actors("exit")).containsExactly("olga");
        assertThat(actors("authority_proposed")).containsExactly("olga");
        assertThat(actors("authority_decided")).containsExactly("lea");
        assertThat(actors("asset_check")).containsExactly("erin");
        assertThat(actors("certificate_decided")).containsExactly("lea");
        assertThat(actors("attempt_ended")).singleElement().asString().startsWith("system:");
    }

    @Test
    void leavesALedgerWithoutFindings() {
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void countsOldAndNewlyCreatedCommits() {
        var asset = register.find(exit, "billing-api");

        assertThat(asset.oldCommits()).isEqualTo(4);
        assertThat(asset.newCommits()).isEqualTo(5);
    }

    @Test
    void writesWhatCameHomeIntoTheCertificate() throws IOException {
        var text = text(walk.desk("ada")
                .get("/api/certificates/" + certificate + ".pdf")
                .orFail()
                .bytes());

        assertThat(text).contains(certificate, "Orbit Outsourcing GmbH", "Client Ltd", "MSA-2021-07", "billing-api");
        assertThat(text.replaceAll("\\s", ""))
                .contains(Objects.requireNonNull(
                        register.find(exit, "billing-api").swhid()));
    }

    @Test
    void sealsTheCertificateSoThatPdfsigFindsItValid(@TempDir Path folder) throws IOException {
        var pdfsig = Tool.named("pdfsig");
        Files.write(folder.resolve("sealed.pdf"), certificates.pdf(certificates.find(certificate)));

        var said = pdfsig.say(folder, "-nocert", "sealed.pdf");

        assertThat(said).contains("Signature is Valid").contains("Total document signed");
    }

    @Test
    void keepsABundleThatGitClonesWithEveryRef(@TempDir Path folder) throws IOException {
        var git = Tool.named("git");
        var bundle = Sha256.parse(
                Objects.requireNonNull(register.find(exit, "billing-api").bundleSha256()));
        try (var bytes = vault.open(bundle)) {
            Files.copy(bytes, folder.resolve("home.bundle"));
        }

        git.say(folder, "-c", "transfer.fsckObjects=true", "clone", "-q", "--mirror", "home.bundle", "home.git");

        git.say(folder.resolve("home.git"), "fsck", "--full", "--strict");
        assertThat(git.say(folder.resolve("home.git"), "show-ref")).isEqualTo(refsOfTheVendor(git, folder));
    }

    @Test
    void refusesAWrongPasswordAndRecordsNothing() {
        var open = another("website");
        var shown = certificates.find(open);

        var answer = walk.sign("lea", open, shown.pdfSha256(), signOff.intent(shown), "not the password of lea");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(certificates.find(open).state()).isEqualTo("DRAWN_UP");
    }

    @Test
    void refusesTheSecondAccountOfWhoChecked() {
        var open = another("website");
        var shown = certificates.find(open);

        var answer =
                walk.sign("erin2", open, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("erin2"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().toString()).contains("website");
        assertThat(certificates.find(open).state()).isEqualTo("DRAWN_UP");
    }

    @Test
    void refusesWhoIsNotOfLegal() {
        var open = another("website");
        var shown = certificates.find(open);

        var answer =
                walk.sign("olga", open, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("olga"));

        assertThat(answer.status()).isIn(403, 409);
        assertThat(certificates.find(open).state()).isEqualTo("DRAWN_UP");
    }

    @Test
    void refusesASignatureAfterAChangeAndNamesTheAsset() {
        var open = another("website");
        var shown = certificates.find(open);
        walk.desk("olga")
                .post(
                        "/api/exits/" + shown.exitId() + "/assets/website/correct",
                        java.util.Map.of("cells", java.util.Map.of("title", "Another title"), "reason", "spelling"))
                .orFail();

        var answer = walk.sign("lea", open, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().toString()).contains("website");
    }

    @Test
    void neverCallsAnIncompleteAssetWhole() {
        var incomplete = walk.authorised("vendor-team", "team/billing-portal", "team/docs", "team/legacy-tools");

        assertThat(walk.outcome(incomplete, "billing-portal")).isEqualTo("PARTIAL");
        assertThat(walk.outcome(incomplete, "docs")).isEqualTo("EMPTY");
        assertThat(walk.outcome(incomplete, "legacy-tools")).isIn("PARTIAL", "CORRUPT");
    }

    @Test
    void stopsTheConnectionThatRefusesUsAndAsksLegal() {
        var refused = walk.authorised("vendor-restricted", "restricted/pricing");

        assertThat(walk.outcome(refused, "pricing")).isEqualTo("FORBIDDEN");
        dev.handback.demo.Desk.await(
                "legal's task", () -> walk.desk("leo").task(refused, "Decide on stopped connection"));
    }

    /** A certificate over one checked asset of an exit of its own, waiting for a signature. */
    private String another(String asset) {
        var other = walk.authorised("vendor-team", "team/" + asset);
        walk.check("erin", other, asset);
        return walk.drawnUp(other, "INTERIM", asset);
    }

    private java.util.List<String> actors(String table) {
        return jdbc.sql("select actor from handback." + table + " where exit_id = ?")
                .param(exit)
                .query(String.class)
                .list();
    }

    private String refsOfTheVendor(Tool git, Path folder) {
        var origin = vendor.url("team/billing-api")
                .replace("http://", "http://client-exit:" + VendorAndClient.TOKEN.replace(" ", "%20") + "@");
        git.say(folder, "clone", "-q", "--mirror", origin, "vendor.git");
        return git.say(folder.resolve("vendor.git"), "show-ref");
    }

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
