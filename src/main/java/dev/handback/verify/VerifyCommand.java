package dev.handback.verify;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateCheck;
import dev.handback.certificates.DocumentVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a sealed certificate by its bytes alone: no database, no network, no configuration. */
@Command(
        name = "verify",
        description = "Checks a sealed certificate, offline: seal, coverage of every byte, attached facts.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    @Parameters(paramLabel = "CERTIFICATE", description = "The sealed PDF.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "Certificates (PEM or DER) of those whose seal you believe, got by another way than the PDF.")
    private final List<Path> anchors = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (Files.isDirectory(file)) {
            throw new ParameterException(
                    spec.commandLine(), file + " is a folder. This version checks certificates, not yet packages.");
        }
        var believed = new ArrayList<X509Certificate>();
        for (var anchor : anchors) {
            believed.addAll(read(anchor));
        }
        var pdf = Files.readAllBytes(file);
        return say(new CertificateCheck(believed).check(pdf), Sha256.of(pdf));
    }

    private int say(DocumentVerdict verdict, Sha256 digest) {
        var out = spec.commandLine().getOut();
        verdict.findings().forEach(finding -> out.println(finding.code() + " " + finding.detail()));
        verdict.notes().forEach(note -> out.println("note: " + note));
        if (verdict.signedBy() != null) {
            out.println("sealed by " + verdict.signedBy() + (verdict.level() == null ? "" : ", " + verdict.level()));
        }
        if (anchors.isEmpty()) {
            out.println("No seal is believed without --anchor: name the certificate of the company that seals.");
        }
        out.println(file + " SHA-256 " + digest.hex() + ": "
                + (verdict.good() ? "good" : verdict.findings().size() + " findings"));
        return verdict.good() ? Commands.GOOD : Commands.FINDING;
    }

    private static List<X509Certificate> read(Path anchor) throws IOException {
        try (var in = Files.newInputStream(anchor)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IOException("--anchor " + anchor + ": expected certificates in PEM or DER", e);
        }
    }
}
