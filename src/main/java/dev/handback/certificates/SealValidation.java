package dev.handback.certificates;

import static dev.handback.certificates.DocumentFinding.Code.NO_SEAL;
import static dev.handback.certificates.DocumentFinding.Code.SEAL_BROKEN;
import static dev.handback.certificates.DocumentFinding.Code.SEAL_NOT_PROVED;
import static dev.handback.certificates.DocumentFinding.Code.SEAL_NOT_TRUSTED;

import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The European reference library's word on the signatures of a document, asked without any network. */
record SealValidation(
        List<DocumentFinding> findings,
        List<String> notes,
        @Nullable String level,
        @Nullable String signedBy) {

    static SealValidation of(byte[] pdf, List<X509Certificate> anchors) {
        try {
            return validated(pdf, anchors);
        } catch (DSSException | IllegalArgumentException unreadable) {
            return new SealValidation(
                    List.of(new DocumentFinding(SEAL_BROKEN, String.valueOf(unreadable.getMessage()))),
                    List.of(),
                    null,
                    null);
        }
    }

    private static SealValidation validated(byte[] pdf, List<X509Certificate> anchors) {
        var verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(Anchors.source(anchors));
        var validator = new PDFDocumentValidator(new InMemoryDocument(pdf));
        validator.setCertificateVerifier(verifier);
        var reports = validator.validateDocument();
        var signatures = reports.getDiagnosticData().getSignatures();
        if (signatures.isEmpty()) {
            return new SealValidation(
                    List.of(new DocumentFinding(NO_SEAL, "without a signature this is a draft")),
                    List.of(),
                    null,
                    null);
        }
        var findings = new ArrayList<DocumentFinding>();
        var notes = new ArrayList<String>();
        for (var signature : signatures) {
            judge(signature, reports.getSimpleReport(), findings, notes);
        }
        var seal = signatures.get(0);
        return new SealValidation(findings, notes, String.valueOf(seal.getSignatureFormat()), signer(seal));
    }

    private static void judge(
            SignatureWrapper signature, SimpleReport report, List<DocumentFinding> findings, List<String> notes) {
        var verdict = report.getIndication(signature.getId()) + " " + report.getSubIndication(signature.getId());
        if (!signature.isSignatureIntact() || !signature.isSignatureValid()) {
            findings.add(new DocumentFinding(SEAL_BROKEN, verdict));
        } else if (!signature.isTrustedChain()) {
            findings.add(new DocumentFinding(
                    SEAL_NOT_TRUSTED, "sealed by " + signer(signature) + ", which leads to no configured anchor"));
        } else if (report.getIndication(signature.getId()) != Indication.TOTAL_PASSED) {
            if (revocationOnly(signature, report)) {
                notes.add("whether the sealing certificate was revoked cannot be told offline: " + verdict);
            } else {
                findings.add(new DocumentFinding(
                        SEAL_NOT_PROVED, verdict + ": " + report.getAdESValidationErrors(signature.getId())));
            }
        }
    }

    // a B-B seal carries no revocation data, so nobody can say more of it offline
    private static boolean revocationOnly(SignatureWrapper signature, SimpleReport report) {
        var because = report.getSubIndication(signature.getId());
        return signature.getSignatureFormat() == SignatureLevel.PAdES_BASELINE_B
                && report.getIndication(signature.getId()) == Indication.INDETERMINATE
                && because != null
                && (because.name().equals("TRY_LATER") || because.name().equals("CERTIFICATE_CHAIN_GENERAL_FAILURE"));
    }

    private static String signer(SignatureWrapper signature) {
        var certificate = signature.getSigningCertificate();
        return certificate == null ? "an unknown certificate" : Visible.of(certificate.getCertificateDN());
    }
}
