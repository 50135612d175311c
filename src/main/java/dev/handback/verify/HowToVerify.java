package dev.handback.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of the command line, as a page asks for them.
 *
 * @param quick leaves the payload unread
 * @param anchors certificates that are believed, in PEM; without any the company's own, with its own ledger's key
 * @param logKey the ledger's public key, in PEM; may be empty
 */
public record HowToVerify(boolean quick, String anchors, String logKey) {
    private static final int LONGEST = 100_000;

    public HowToVerify {
        anchors = anchors.strip();
        logKey = logKey.strip();
    }

    /** True when nobody else is named to be believed. */
    public boolean believesTheHouse() {
        return anchors.isEmpty() && logKey.isEmpty();
    }

    /** @throws InvalidInput when it could not be used later */
    void require() {
        var problems = new ArrayList<Problem>();
        if (anchors.length() > LONGEST || (!anchors.isEmpty() && certificates().isEmpty())) {
            problems.add(new Problem("anchors", "expected certificates in PEM, at most " + LONGEST + " characters"));
        }
        try {
            key();
        } catch (GeneralSecurityException | PackageRefused e) {
            problems.add(new Problem("logKey", "expected an Ed25519 public key in PEM"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }

    /** Empty when none can be read. */
    List<X509Certificate> certificates() {
        try {
            return Believed.certificates(new ByteArrayInputStream(anchors.getBytes(UTF_8)));
        } catch (CertificateException e) {
            return List.of();
        }
    }

    @Nullable
    PublicKey key() throws GeneralSecurityException {
        return logKey.isEmpty() ? null : PackageLedger.key(logKey);
    }
}
