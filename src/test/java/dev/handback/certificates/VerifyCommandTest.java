package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.verify.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lies in room verify; this test lies here, where sealed documents are made. */
class VerifyCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path sealed;
    private Path anchor;

    @BeforeEach
    void seal(@TempDir Path folder) throws Exception {
        var sealing = new Sealing(SigningSettings.none(), folder);
        var frozen = new CertificatePdf(new Texts()).draw(FactsFixture.ordinary());
        sealed = Files.write(
                folder.resolve("sealed.pdf"),
                sealing.seal(frozen, SealingTest.INTENT).pdf());
        anchor = Files.write(
                folder.resolve("anchor.der"), sealing.anchors().get(0).getEncoded());
    }

    @Test
    void findsAWholeCertificateGood() {
        assertThat(run("verify", sealed.toString(), "--anchor", anchor.toString()))
                .as("%s%s", out, err)
                .isZero();
        assertThat(out.toString()).contains("sealed by", ": good");
    }

    @Test
    void believesNobodyUnasked() {
        assertThat(run("verify", sealed.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("SEAL_NOT_TRUSTED", "--anchor");
    }

    @Test
    void listsWhatIsWrong() throws Exception {
        var longer = Files.writeString(sealed, "\nappended", StandardOpenOption.APPEND);

        assertThat(run("verify", longer.toString(), "--anchor", anchor.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("BYTES_NOT_COVERED");
    }

    @Test
    void saysWhatItCannotRead() {
        assertThat(run("verify", sealed + ".none")).isEqualTo(3);
        assertThat(err.toString()).contains("no such file: " + sealed + ".none");
        assertThat(run("verify", sealed.toString(), "--anchor", sealed.toString()))
                .isEqualTo(3);
        assertThat(err.toString()).contains("expected certificates in PEM or DER");
    }

    @Test
    void refusesAFolderThatIsNoPackageAndAMissingArgument(@TempDir Path empty) {
        assertThat(run("verify", empty.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("FILE_MISSING bagit.txt");
        assertThat(run("verify")).isEqualTo(2);
    }

    @Test
    void refusesOptionsOfPackagesForACertificate() {
        assertThat(run("verify", sealed.toString(), "--quick")).isEqualTo(2);
        assertThat(err.toString()).contains("this is a PDF");
    }

    private int run(String... args) {
        return Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
