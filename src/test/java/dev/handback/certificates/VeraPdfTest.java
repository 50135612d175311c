package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference validator of PDF/A and PDF/UA, in a JVM of its own. */
class VeraPdfTest {
    private static final Path JARS = Path.of("target/verapdf");

    @Test
    void findsPagesAndSealedFileInOrder(@TempDir Path folder) throws Exception {
        Tool.demand("veraPDF (mvn -f src/test/verapdf/pom.xml dependency:copy-dependencies)", Files.isDirectory(JARS));
        var facts = FactsFixture.aCertificate()
                .asset("FOREGROUND", "a", "\u202eW\u0007 \u4e2d \u0416")
                .exception("b", "B")
                .notSeen("Wikis were not looked for.")
                .drill()
                .evaluationKey()
                .drawnUp();
        byte[] frozen = new CertificatePdf(new Texts()).draw(facts);
        var pages = Files.write(folder.resolve("frozen.pdf"), frozen);
        Path sealed;
        try (var authority = new TestAuthority()) {
            sealed = Files.write(
                    folder.resolve("sealed.pdf"),
                    new Sealing(authority.settings(folder, "/tsa"), folder)
                            .seal(frozen, SealingTest.INTENT)
                            .pdf());
        }

        var java = ProcessHandle.current().info().command().orElse("java");
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        JARS + "/*",
                        "src/test/verapdf/PdfaCheck.java",
                        pages.toString(),
                        sealed.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("PASS 3a " + pages, "PASS ua1 " + pages, "PASS 3a " + sealed, "PASS ua1 " + sealed)
                .doesNotContain("FAIL ");
    }
}
