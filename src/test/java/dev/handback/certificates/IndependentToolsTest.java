package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Programs that share no code with ours say the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndependentToolsTest {
    private final Path folder;
    private final TestAuthority authority;
    private final CertificateFacts facts = FactsFixture.ordinary();
    private final Path sealed;

    IndependentToolsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.authority = new TestAuthority();
        byte[] frozen = new CertificatePdf(new Texts()).draw(facts);
        byte[] pdf = new Sealing(authority.settings(folder, "/tsa"), folder)
                .seal(frozen, SealingTest.INTENT)
                .pdf();
        sealed = Files.write(folder.resolve("sealed.pdf"), pdf);
        Files.write(Files.createDirectories(Path.of("target/certificates")).resolve("sealed.pdf"), pdf);
    }

    @AfterAll
    void stop() {
        authority.close();
    }

    @Test
    void pdfsigFindsTheSignatureValid() throws Exception {
        assertThat(run("pdfsig", "-nocert", sealed.toString()))
                .contains("Signature is Valid", "ETSI.CAdES.detached", "SHA-256", "company seal");
    }

    @Test
    void qpdfFindsNoFault() throws Exception {
        assertThat(run("qpdf", "--check", sealed.toString())).contains("No syntax or stream encoding errors found");
    }

    @Test
    void pdfdetachTakesTheFactsOut() throws Exception {
        var out = folder.resolve("facts.json");

        run("pdfdetach", "-save", "1", "-o", out.toString(), sealed.toString());

        assertThat(Sha256.of(Files.readAllBytes(out))).isEqualTo(Sha256.of(facts.json()));
    }

    @Test
    void opensslVerifiesTheSignatureOverTheCoveredBytes() throws Exception {
        byte[] pdf = Files.readAllBytes(sealed);
        try (var document = Loader.loadPDF(pdf)) {
            var signature = document.getLastSignatureDictionary();
            int[] range = signature.getByteRange();
            byte[] value = HexFormat.of()
                    .parseHex(new String(
                            Arrays.copyOfRange(pdf, range[1] + 1, range[2] - 1), StandardCharsets.ISO_8859_1));
            Files.write(folder.resolve("seal.der"), value);
            Files.write(folder.resolve("covered"), signature.getSignedContent(pdf));
        }

        var said = run(
                "openssl",
                "cms",
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                folder.resolve("seal.der").toString(),
                "-content",
                folder.resolve("covered").toString(),
                "-CAfile",
                authority.rootFile(folder).toString(),
                "-purpose",
                "any",
                "-out",
                "/dev/null");

        assertThat(said).containsIgnoringCase("verification successful");
    }

    private String run(String program, String... arguments) {
        return Tool.named(program).say(folder, arguments);
    }
}
