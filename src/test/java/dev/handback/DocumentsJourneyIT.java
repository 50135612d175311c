package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Documents come home from a real S3 server, every version of them, by the same commands as a repository. */
@Journey
class DocumentsJourneyIT {
    private static final String HEAD = "asset,title,kind,origin,disposition,connection,locator\n";

    private final Walk walk;
    private final S3Host store;
    private final AssetRegister register;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Ledger ledger;
    private final Vault vault;
    private final JdbcClient jdbc;
    private String exit = "";
    private String certificate = "";

    DocumentsJourneyIT(
            @LocalServerPort int port,
            GitHost vendor,
            S3Host store,
            AssetRegister register,
            Certificates certificates,
            SignOff signOff,
            Ledger ledger,
            Vault vault,
            JdbcClient jdbc) {
        this.walk = new Walk(port, vendor);
        this.store = store;
        this.register = register;
        this.certificates = certificates;
        this.signOff = signOff;
        this.ledger = ledger;
        this.vault = vault;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void bringsTheContractsHome() {
        try (var bucket = VendorBucket.of(store, "contracts")) {
            bucket.put("2021/msa.pdf", "the contract").put("2021/msa.pdf", "the contract, amended");
            bucket.put("2022/sow.pdf", "a statement of work").delete("2022/sow.pdf");
        }
        exit = walk.authorise(open("contracts", "s3://contracts"), "vendor-documents");
        walk.check("erin", exit, "contracts");
        certificate = walk.drawnUp(exit, "FINAL", "contracts");
        var shown = certificates.find(certificate);
        walk.sign("lea", certificate, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
    }

    @Test
    void endsWithAFinalReturn() {
        walk.awaitState(exit, "RETURN_FINAL");

        assertThat(register.find(exit, "contracts").returnState()).isEqualTo("CERTIFIED");
    }

    @Test
    void writesVersionsAndDigestsIntoTheCertificate() throws IOException {
        var text = text(walk.desk("ada")
                .get("/api/certificates/" + certificate + ".pdf")
                .orFail()
                .bytes());

        assertThat(text.replaceAll("\\s+", " "))
                .contains("3 versions of 2 objects, 1 delete marker")
                .contains("s3://contracts");
        assertThat(text.replaceAll("\\s", ""))
                .contains(
                        Objects.requireNonNull(register.find(exit, "contracts").manifestSha256()));
    }

    @Test
    void listsEveryVersionWithItsOwnDigest() {
        var lines = new String(
                        walk.desk("ada")
                                .get("/api/exits/" + exit + "/assets/contracts/manifest")
                                .orFail()
                                .bytes(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(lines)
                .hasSize(4)
                .filteredOn(line -> line.contains("\"deleteMarker\":true"))
                .hasSize(1);
        assertThat(lines)
                .anyMatch(line -> line.contains(Sha256.of("the contract".getBytes(StandardCharsets.UTF_8))
                        .hex()));
    }

    @Test
    void reReadsEveryObjectBeforeTheCertificate() {
        var files = jdbc.sql(
                        "select files from handback.fixity_checked where exit_id = ? and result = 'INTACT' order by files desc limit 1")
                .param(exit)
                .query(Integer.class)
                .single();

        assertThat(files).as("the manifest and three contents").isEqualTo(4);
        assertThat(vault.find(Sha256.of("a statement of work".getBytes(StandardCharsets.UTF_8))))
                .isPresent();
    }

    @Test
    void leavesALedgerWithoutFindingsAndNoWork() {
        assertThat(ledger.verify()).isEmpty();
        assertThat(jdbc.sql("select count(*) from work.bucket_object where exit_id = ?")
                        .param(exit)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void asksWhatToDoAboutABucketThatIsNotThere() {
        var other = walk.authorise(open("absent", "s3://not-there"), "vendor-documents");

        assertThat(walk.outcome(other, "absent")).isEqualTo("GONE");
        Desk.await("the decision", () -> walk.desk("erin").task(other, "Decide on retrieval"));
    }

    @Test
    void refusesAConnectionOfTheOtherKindByRow() {
        var answer = walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets",
                        Map.of(
                                "asset", "wrong",
                                "title", "Wrong",
                                "kind", "s3-documents",
                                "origin", "FOREGROUND",
                                "disposition", "RETURN",
                                "connection", "vendor-team",
                                "locator", "s3://contracts/elsewhere"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains("needs one of kind s3");
    }

    private String open(String asset, String locator) {
        return walk.desk("olga")
                .open(
                        Walk.facts(),
                        HEAD
                                + "%s,The %s,s3-documents,FOREGROUND,RETURN,vendor-documents,%s\n"
                                        .formatted(asset, asset, locator));
    }

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
