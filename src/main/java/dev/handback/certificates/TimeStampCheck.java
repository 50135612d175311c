package dev.handback.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** Judges an RFC 3161 time-stamp offline, by its bytes and the certificates that are believed. */
public final class TimeStampCheck {
    private final List<X509Certificate> believed;

    public TimeStampCheck(List<X509Certificate> believed) {
        this.believed = List.copyOf(believed);
    }

    /** What a time-stamp says. */
    public sealed interface Verdict {
        /**
         * A good signature of a time-stamping authority over these bytes.
         *
         * @param at the time it says
         * @param authority the signer's name
         * @param believed the signer leads to a certificate that is believed, at that time; revocation is not asked
         */
        record Good(Instant at, String authority, boolean believed) implements Verdict {}

        /** No proof of anything. */
        record Broken(String why) implements Verdict {}
    }

    /** @param stamped the bytes it has to be of */
    public Verdict check(byte[] token, byte[] stamped) {
        try {
            return judged(new TimeStampToken(new CMSSignedData(token)), stamped);
        } catch (CMSException | TSPException | IOException | GeneralSecurityException | OperatorCreationException e) {
            return new Verdict.Broken(String.valueOf(e.getMessage()));
        } catch (RuntimeException unreadable) { // the library's parsers throw what they like at bytes that are no CMS
            return new Verdict.Broken("this is no time-stamp token");
        }
    }

    private Verdict judged(TimeStampToken token, byte[] stamped)
            throws GeneralSecurityException, TSPException, OperatorCreationException {
        var info = token.getTimeStampInfo();
        var digest = MessageDigest.getInstance(info.getMessageImprintAlgOID().getId());
        if (digest.getDigestLength() < 32) {
            return new Verdict.Broken("its digest, " + digest.getAlgorithm() + ", is too weak");
        }
        if (!Arrays.equals(digest.digest(stamped), info.getMessageImprintDigest())) {
            return new Verdict.Broken("it is of other bytes");
        }
        var holders = token.getCertificates().getMatches(null);
        var inside = certificates(holders);
        var signer = certificates(holders.stream().filter(token.getSID()::match).toList());
        if (signer.size() != 1) {
            return new Verdict.Broken("the signer's certificate is not in it");
        }
        // also: the certificate is for time-stamping alone, was valid then, and is the one that the token names
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer.get(0)));
        var name = signer.get(0).getSubjectX500Principal().getName();
        return new Verdict.Good(
                info.getGenTime().toInstant(), Visible.of(name), isBelieved(signer.get(0), inside, info.getGenTime()));
    }

    private boolean isBelieved(X509Certificate signer, List<X509Certificate> inside, Date at)
            throws GeneralSecurityException {
        if (believed.isEmpty()) {
            return false;
        }
        var target = new X509CertSelector();
        target.setCertificate(signer);
        var anchors =
                believed.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
        var path = new PKIXBuilderParameters(anchors, target);
        path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(inside)));
        path.setRevocationEnabled(false);
        path.setDate(at);
        try {
            CertPathBuilder.getInstance("PKIX").build(path);
            return true;
        } catch (java.security.cert.CertPathBuilderException noPath) {
            return false;
        }
    }

    private static List<X509Certificate> certificates(Iterable<X509CertificateHolder> holders)
            throws GeneralSecurityException {
        var certificates = new ArrayList<X509Certificate>();
        var converter = new JcaX509CertificateConverter();
        for (var holder : holders) {
            certificates.add(converter.getCertificate(holder));
        }
        return certificates;
    }
}
