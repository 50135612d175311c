package dev.handback.verify;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateCheck;
import dev.handback.certificates.DocumentVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a sealed certificate or a hand-over package by its bytes alone: no database, no network, no configuration. */
@Command(
        name = "verify",
        description = {
            "Checks a hand-over package (ZIP or unpacked folder) or a sealed certificate (PDF), offline.",
            "Of a package: every file, the ledger's proofs, certificates, bundles, and that all of it agrees."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:good", "1:a finding", "2:usage", "3:cannot read"})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    @Parameters(paramLabel = "PACKAGE|CERTIFICATE", description = "The package, or the sealed PDF.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "Certificates (PEM or DER) of those whose seal you believe, got by another way than the PDF.")
    private final List<Path> anchors = new ArrayList<>();

    @Option(
            names = "--log-key",
            paramLabel = "FILE",
            description = "Of a package: the ledger's public key (PEM), got by another way than the package.")
    private @Nullable Path logKey;

    @Option(names = "--quick", description = "Of a package: leaves the payload unread.")
    private boolean quick;

    @Option(names = "--json", description = "The verdict for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        var believed = new ArrayList<X509Certificate>();
        for (var anchor : anchors) {
            believed.addAll(read(anchor));
        }
        var check = new CertificateCheck(believed);
        if (!SealedDocument.isOne(file)) {
            return judge(check);
        }
        if (quick || logKey != null) {
            throw new ParameterException(spec.commandLine(), "--quick and --log-key are for packages; this is a PDF");
        }
        var pdf = Files.readAllBytes(file);
        if (json) {
            var verdict = SealedDocument.judge(pdf, check);
            spec.commandLine().getOut().println(verdict.toJson());
            return verdict.exitCode();
        }
        return say(check.check(pdf), Sha256.of(pdf));
    }

    private int judge(CertificateCheck check) throws IOException, GeneralSecurityException {
        var key = logKey == null ? null : PackageLedger.key(Files.readString(logKey));
        var verdict = new PackageCheck(check, key, !quick, PackageLimits.none(), this::progress).check(file);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(verdict.toJson());
        } else {
            verdict.findings().forEach(out::println);
            verdict.notes().forEach(note -> out.println("note: " + note));
            verdict.assets()
                    .forEach(asset -> out.println("asset " + asset.asset() + ": " + asset.verdict()
                            + (asset.certified().isEmpty() ? "" : " by " + String.join(", ", asset.certified()))));
            verdict.certificates()
                    .forEach(c -> out.println("certificate " + c.number() + ": " + (c.good() ? "good" : "not good")
                            + (c.isVoid() ? ", void" : "")));
            var stamp = verdict.timeStamp();
            if (stamp != null) {
                out.println("checkpoint stamped at " + stamp.at() + " by " + stamp.authority()
                        + (stamp.believed() ? "" : ", for whom no --anchor vouches"));
            }
            if (quick) out.println("quick: the payload was not read");
            out.println(
                    file + ": " + (verdict.good() ? "good" : verdict.findings().size() + " findings"));
        }
        return verdict.exitCode();
    }

    private void progress(int done, int all) {
        if (System.console() != null && (done % 1000 == 0 || done == all)) {
            spec.commandLine().getErr().print(done + " of " + all + " files" + (done == all ? "\n" : "\r"));
            spec.commandLine().getErr().flush();
        }
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
            return Believed.certificates(in);
        } catch (CertificateException e) {
            throw new IOException("--anchor " + anchor + ": expected certificates in PEM or DER", e);
        }
    }
}
