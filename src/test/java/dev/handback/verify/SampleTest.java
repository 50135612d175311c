package dev.handback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sample that anybody can try a verifier on: what was good once stays good for every later version. */
class SampleTest {
    private static final Path SAMPLE = Path.of(".github/sample");
    private static final String JAVA = "java -jar target/handback.jar ";
    private static final String COMPANY = SAMPLE.resolve("company.pem").toString();

    @Test
    void bothVerifiersFindThePackageGood() throws IOException {
        var zip = SAMPLE.resolve("package.zip");

        assertThat(Files.size(zip)).isLessThan(300_000);
        for (var said : List.of(
                TwoVerifiers.command(zip, "--anchor", COMPANY), TwoVerifiers.script(zip, "--anchor", COMPANY))) {
            assertThat(said.code()).as(said.words()).isZero();
            assertThat(said.assets()).hasSize(2).anyMatch(asset -> asset.startsWith("billing CERTIFIED"));
        }
    }

    /** The README's line, and the sample's own: what is said is done, but for the start of another Java. */
    @Test
    void theLineThatIsToldVerifiesIt() throws IOException {
        var told = Files.readAllLines(SAMPLE.resolve("README.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(JAVA))
                .toList();
        var out = new StringWriter();

        assertThat(told).hasSize(1);
        assertThat(Files.readString(Path.of("README.md"))).contains(told.get(0));
        var code = Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute(told.get(0).substring(JAVA.length()).split(" "));
        assertThat(code).as(out.toString()).isZero();
    }

    @Test
    void theCertificateIsGood() {
        var out = new StringWriter();

        var code = Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("verify", SAMPLE.resolve("certificate.pdf").toString(), "--anchor", COMPANY);

        assertThat(code).as(out.toString()).isZero();
    }
}
