package dev.handback.certificates;

import dev.handback.exits.Gate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as its facts say now.
 *
 * @param state DRAWN_UP, SIGNED, SUPERSEDED, VOID, STALE or SENT_BACK
 * @param n counts interim certificates and custody records of an exit, from 1
 * @param scope the assets it names, as a JSON array
 * @param pdfSha256 of the frozen document that was shown
 * @param sealedSha256 of the sealed file; null until it is signed
 */
public record Certificate(
        String number,
        String exitId,
        int ordinal,
        String request,
        String kind,
        String finality,
        int n,
        String state,
        String scope,
        Instant at,
        String requestedBy,
        String pdfSha256,
        String factsSha256,
        String evidenceRoot,
        long ledgerSize,
        String ledgerRoot,
        @Nullable String supersedes,
        @Nullable Instant signedAt,
        @Nullable String signedBy,
        @Nullable String sealedSha256,
        @Nullable String intent,
        @Nullable String reason) {

    /** As people call it: "Interim asset-return certificate 2", "Final asset-return certificate", "Custody record 1", "Drill report 1". */
    public String title() {
        if (kind.equals("CUSTODY_RECORD")) {
            return "Custody record " + n;
        }
        if (kind.equals("DRILL_REPORT")) {
            return "Drill report " + n;
        }
        var what = kind.equals("DESTRUCTION") ? "destruction certificate" : "asset-return certificate";
        return finality.equals("FINAL") ? "Final " + what : "Interim " + what + " " + n;
    }

    /** The gate it is signed through. */
    public Gate gate() {
        return CertificateRequest.gate(kind);
    }
}
