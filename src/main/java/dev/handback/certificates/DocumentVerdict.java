package dev.handback.certificates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a sealed document found.
 *
 * @param notes what limits the verdict without breaking it, for example unknown revocation of a B-B seal
 */
public record DocumentVerdict(
        List<DocumentFinding> findings,
        List<String> notes,
        @Nullable String level,
        @Nullable String signedBy,
        @Nullable CertificateFacts facts) {

    public DocumentVerdict {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** True when nothing speaks against the document. */
    public boolean good() {
        return findings.isEmpty();
    }
}
