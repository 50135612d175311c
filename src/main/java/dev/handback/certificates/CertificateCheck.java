package dev.handback.certificates;

import static dev.handback.certificates.DocumentFinding.Code.FACTS_DIFFER;
import static dev.handback.certificates.DocumentFinding.Code.FACTS_MISSING;
import static dev.handback.certificates.DocumentFinding.Code.FACTS_UNREADABLE;
import static dev.handback.certificates.DocumentFinding.Code.NOT_A_PDF;
import static dev.handback.certificates.DocumentFinding.Code.NOT_THE_FROZEN_BYTES;

import dev.handback.Sha256;
import dev.handback.certificates.DocumentFinding.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Judges a sealed document offline, by its bytes and the given anchors alone. Stricter than a signature library: those
 * pass a file to which bytes were appended, and believe padding.
 */
@Component
public class CertificateCheck {
    private final Supplier<List<X509Certificate>> anchors;

    @Autowired
    public CertificateCheck(Sealing sealing) {
        this.anchors = sealing::anchors;
    }

    public CertificateCheck(List<X509Certificate> anchors) {
        var believed = List.copyOf(anchors);
        this.anchors = () -> believed;
    }

    /** Judges time-stamps by the same certificates that are believed. */
    public TimeStampCheck timeStamps() {
        return new TimeStampCheck(anchors.get());
    }

    /** Checks a document of which nothing else is known. */
    public DocumentVerdict check(byte[] sealed) {
        return check(sealed, null, null);
    }

    /**
     * Checks a document before it is issued.
     *
     * @param frozen the bytes that were shown to the signer; the document must begin with them
     * @param factsSha256 the digest of the facts it must carry
     */
    public DocumentVerdict check(byte[] sealed, byte @Nullable [] frozen, @Nullable Sha256 factsSha256) {
        var findings = new ArrayList<DocumentFinding>();
        boolean begins = begins(sealed, frozen, findings);
        try (var document = Loader.loadPDF(sealed)) {
            var coverage = new SealCoverage(sealed, document, begins && frozen != null ? frozen.length : 0);
            findings.addAll(coverage.findings());
            var seal = SealValidation.of(sealed, anchors.get());
            findings.addAll(seal.findings());
            var facts = facts(document, factsSha256, findings);
            return new DocumentVerdict(findings, seal.notes(), seal.level(), seal.signedBy(), facts);
        } catch (IOException e) {
            findings.add(new DocumentFinding(NOT_A_PDF, String.valueOf(e.getMessage())));
            return new DocumentVerdict(findings, List.of(), null, null, null);
        }
    }

    /** What is wrong with the seal of a document of ours that carries no facts of a certificate. */
    List<DocumentFinding> sealFindings(byte[] sealed, byte[] frozen) {
        var findings = new ArrayList<DocumentFinding>();
        boolean begins = begins(sealed, frozen, findings);
        try (var document = Loader.loadPDF(sealed)) {
            findings.addAll(new SealCoverage(sealed, document, begins ? frozen.length : 0).findings());
            findings.addAll(SealValidation.of(sealed, anchors.get()).findings());
        } catch (IOException e) {
            findings.add(new DocumentFinding(NOT_A_PDF, String.valueOf(e.getMessage())));
        }
        return findings;
    }

    private static boolean begins(byte[] sealed, byte @Nullable [] frozen, List<DocumentFinding> findings) {
        boolean begins = frozen != null
                && sealed.length >= frozen.length
                && Arrays.equals(sealed, 0, frozen.length, frozen, 0, frozen.length);
        if (frozen != null && !begins) {
            findings.add(new DocumentFinding(
                    NOT_THE_FROZEN_BYTES,
                    "expected a file that begins with the " + frozen.length + " bytes of SHA-256 "
                            + Sha256.of(frozen).hex()));
        }
        return begins;
    }

    private static final int MOST_FACTS = 64 << 20;

    // it may be deflated: a small document of a stranger can hold gigabytes
    private static byte[] read(PDComplexFileSpecification attached) throws IOException {
        try (var in = attached.getEmbeddedFile().createInputStream()) {
            var json = in.readNBytes(MOST_FACTS + 1);
            if (json.length > MOST_FACTS) {
                throw new IOException("the attached facts are longer than " + MOST_FACTS + " bytes");
            }
            return json;
        }
    }

    private static @Nullable CertificateFacts facts(
            PDDocument document, @Nullable Sha256 expected, List<DocumentFinding> findings) throws IOException {
        var attached = attached(document);
        if (attached == null) {
            findings.add(new DocumentFinding(FACTS_MISSING, "no attachment " + Finishing.ATTACHMENT));
            return null;
        }
        byte[] json = read(attached);
        var digest = Sha256.of(json);
        if (!String.valueOf(attached.getFileDescription()).endsWith(digest.hex())
                || (expected != null && !expected.equals(digest))) {
            findings.add(new DocumentFinding(
                    FACTS_DIFFER,
                    "the attached facts have SHA-256 " + digest.hex() + ", expected "
                            + (expected == null ? attached.getFileDescription() : expected.hex())));
        }
        try {
            var facts = CertificateFacts.parse(json);
            findings.addAll(evidence(facts));
            return facts;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            findings.add(new DocumentFinding(FACTS_UNREADABLE, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static List<DocumentFinding> evidence(CertificateFacts facts) {
        return facts.assets().stream()
                .filter(asset -> asset.evidence() != null
                        && !Sha256.of(asset.evidence()).hex().equals(asset.evidenceDigest()))
                .map(asset -> new DocumentFinding(
                        Code.FACTS_DIFFER,
                        "asset " + asset.asset() + ": its evidence does not have the digest printed"))
                .toList();
    }

    private static @Nullable PDComplexFileSpecification attached(PDDocument document) throws IOException {
        var names = document.getDocumentCatalog().getNames();
        if (names == null
                || names.getEmbeddedFiles() == null
                || names.getEmbeddedFiles().getNames() == null) {
            return null;
        }
        var file = names.getEmbeddedFiles().getNames().get(Finishing.ATTACHMENT);
        return file == null || file.getEmbeddedFile() == null ? null : file;
    }
}
