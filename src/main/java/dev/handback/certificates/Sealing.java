package dev.handback.certificates;

import eu.europa.esig.dss.alert.ExceptionOnStatusAlert;
import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.alert.exception.AlertException;
import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.PAdESTimestampParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.aia.DefaultAIASource;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Seals frozen documents with the company's key: PAdES, an invisible field, and only further signatures permitted
 * afterwards. It is the seal of an organisation; the person's decision is what the signature's reason names.
 */
@Component
public class Sealing {
    private static final int ROOM_FOR_SIGNATURE = 32_768;

    private final SigningSettings settings;
    private final SealingKey key;

    @Autowired
    public Sealing(SigningSettings settings, @Value("${handback.data-dir:data}") Path dataDir) {
        this.settings = settings;
        this.key = SealingKey.of(settings, dataDir);
    }

    /** True when the key is one that Handback made for itself; facts that will be sealed with it must say so. */
    public boolean evaluationKey() {
        return key.evaluation();
    }

    /** The certificates a sealed document is checked against: configured roots and the top of the key's own chain. */
    public List<X509Certificate> anchors() {
        return new Anchors(settings.anchors(), key.chain()).certificates();
    }

    /**
     * Adds the seal behind the frozen bytes, which stay as they are. Reaches out to a time-stamping authority when
     * one is configured: never call it inside a transaction.
     *
     * @throws SealingRefused when the key, an authority or revocation data is missing; nothing was sealed then
     */
    public Sealed seal(byte[] frozenPdf, SealIntent intent) {
        var entry = key.load();
        var timeStamps = new TimeStamps(settings.authorities());
        var parameters = parameters(intent, entry);
        var service = new PAdESService(verifier());
        service.setTspSource(timeStamps);
        try {
            var document = new InMemoryDocument(frozenPdf);
            var value = sign(service.getDataToSign(document, parameters), entry);
            byte[] sealed = DSSUtils.toByteArray(service.signDocument(document, parameters, value));
            requirePrefix(frozenPdf, sealed);
            return new Sealed(sealed, parameters.getSignatureLevel().toString(), timeStamps.answered());
        } catch (DSSException | AlertException e) {
            throw new SealingRefused("the document cannot be sealed: " + e.getMessage(), e);
        }
    }

    private PAdESSignatureParameters parameters(SealIntent intent, PrivateKeyEntry entry) {
        var chain = Arrays.stream(entry.getCertificateChain())
                .map(certificate -> new CertificateToken((X509Certificate) certificate))
                .toList();
        var parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(
                settings.authorities().isEmpty() ? SignatureLevel.PAdES_BASELINE_B : SignatureLevel.PAdES_BASELINE_LT);
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
        // authorities need not know SHA-512, the library's own choice
        parameters.setSignatureTimestampParameters(new PAdESTimestampParameters(DigestAlgorithm.SHA256));
        parameters.setSigningCertificate(chain.get(0));
        parameters.setCertificateChain(chain);
        // the whole chain travels inside: other verifiers cannot find a root that we left out
        parameters.bLevel().setTrustAnchorBPPolicy(false);
        parameters.bLevel().setSigningDate(Date.from(intent.at()));
        parameters.setContentSize(ROOM_FOR_SIGNATURE);
        // a second signer may add a signature; anything else breaks this one
        parameters.setPermission(CertificationPermission.MINIMAL_CHANGES_PERMITTED);
        parameters.setAppName("Handback");
        parameters.setSignerName(signerName(intent, entry));
        parameters.setContactInfo("Approved " + intent.at() + " in the role " + Visible.of(intent.role()));
        parameters.setReason(
                (settings.reason() == null ? "" : settings.reason() + ": ") + Visible.of(intent.intentSentence()));
        return parameters;
    }

    private String signerName(SealIntent intent, PrivateKeyEntry entry) {
        var approved = "Approved by " + Visible.of(intent.signerName()) + " (" + Visible.of(intent.role()) + "), ";
        return key.evaluation()
                ? EvaluationKey.NAME + ": " + approved + "sealed with a key that Handback made for itself"
                : approved + "sealed by "
                        + ((X509Certificate) entry.getCertificate())
                                .getSubjectX500Principal()
                                .getName();
    }

    private CertificateVerifier verifier() {
        var verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(Anchors.source(anchors()));
        verifier.setAIASource(new DefaultAIASource(TimeStamps.loader("application/octet-stream")));
        verifier.setCrlSource(new OnlineCRLSource(TimeStamps.loader("application/octet-stream")));
        verifier.setOcspSource(new OnlineOCSPSource(TimeStamps.loader("application/ocsp-request")));
        // a seal that cannot be judged years later is refused now, while somebody can repair it
        verifier.setAlertOnMissingRevocationData(new ExceptionOnStatusAlert());
        verifier.setAlertOnRevokedCertificate(new ExceptionOnStatusAlert());
        verifier.setAlertOnExpiredCertificate(new ExceptionOnStatusAlert());
        if (key.evaluation()) {
            verifier.setAugmentationAlertOnSelfSignedCertificateChains(new SilentOnStatusAlert());
        }
        return verifier;
    }

    private static SignatureValue sign(ToBeSigned bytes, PrivateKeyEntry entry) {
        var algorithm = SignatureAlgorithm.getAlgorithm(
                EncryptionAlgorithm.forKey(entry.getPrivateKey()), DigestAlgorithm.SHA256);
        try {
            var signature = Signature.getInstance(algorithm.getJCEId());
            signature.initSign(entry.getPrivateKey());
            signature.update(bytes.getBytes());
            return new SignatureValue(algorithm, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new SealingRefused("the sealing key cannot sign with " + algorithm.getJCEId(), e);
        }
    }

    private static void requirePrefix(byte[] frozen, byte[] sealed) {
        if (sealed.length <= frozen.length || Arrays.mismatch(frozen, sealed) != frozen.length) {
            throw new SealingRefused("the sealed file does not begin with the frozen bytes; nothing was issued");
        }
    }
}
