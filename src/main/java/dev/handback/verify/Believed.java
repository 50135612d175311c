package dev.handback.verify;

import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates of those whose seal a reader believes. */
final class Believed {
    private Believed() {}

    /** @param in any number of certificates in PEM, or one in DER */
    static List<X509Certificate> certificates(InputStream in) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
