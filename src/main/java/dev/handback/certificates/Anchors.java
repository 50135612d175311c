package dev.handback.certificates;

import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The certificates that are believed without further proof. */
final class Anchors {
    private final Set<X509Certificate> certificates = new LinkedHashSet<>();

    Anchors(List<Path> files, List<X509Certificate> chain) {
        files.forEach(file -> certificates.addAll(read(file)));
        var top = chain.get(chain.size() - 1);
        boolean selfSigned = top.getSubjectX500Principal().equals(top.getIssuerX500Principal());
        // a key whose issuer nobody named can only be believed itself; with named roots it has to lead to one
        if (selfSigned || certificates.isEmpty()) {
            certificates.add(top);
        }
    }

    List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    static CommonTrustedCertificateSource source(List<X509Certificate> anchors) {
        var source = new CommonTrustedCertificateSource();
        anchors.forEach(anchor -> source.addCertificate(new CertificateToken(anchor)));
        return source;
    }

    private static List<X509Certificate> read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("handback.signing.trust-anchors: " + file + " cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "handback.signing.trust-anchors: " + file + ": expected certificates in PEM or DER", e);
        }
    }
}
