package dev.handback.certificates;

import static dev.handback.certificates.DocumentFinding.Code.BYTES_NOT_COVERED;
import static dev.handback.certificates.DocumentFinding.Code.NO_SEAL;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;

/**
 * Which bytes the seals cover. Each seal must cover everything before its end save its own value; behind the last one
 * only proof material may follow.
 */
final class SealCoverage {
    private final byte[] pdf;
    private final PDDocument document;
    private final int frozen;

    /** @param frozen length of the bytes that were shown to the signer, or 0 when only the seal tells */
    SealCoverage(byte[] pdf, PDDocument document, int frozen) {
        this.pdf = pdf;
        this.document = document;
        this.frozen = frozen;
    }

    List<DocumentFinding> findings() throws IOException {
        var findings = new ArrayList<DocumentFinding>();
        var ends = new ArrayList<Integer>();
        for (var signature : document.getSignatureDictionaries()) {
            int end = end(signature, findings);
            if (end > 0) {
                ends.add(end);
            }
        }
        if (ends.isEmpty()) {
            findings.add(new DocumentFinding(NO_SEAL, "no signature covers a byte of this file"));
            return findings;
        }
        ends.sort(Comparator.naturalOrder());
        int shown = frozen > 0 ? frozen : ends.get(0);
        int last = ends.get(ends.size() - 1);
        if (shown < pdf.length) {
            findings.addAll(new LaterRevision(pdf, document, shown).findings());
        }
        if (last < pdf.length) {
            findings.addAll(new Tail(pdf, document, last).findings());
        }
        return findings;
    }

    /** The end of what a signature covers, or 0 when its range is not the only honest one. */
    private int end(PDSignature signature, List<DocumentFinding> findings) {
        int[] range = signature.getByteRange();
        if (range.length != 4
                || range[0] != 0
                || range[1] <= 0
                || range[2] <= range[1]
                || range[3] < 0
                || (long) range[2] + range[3] > pdf.length) {
            findings.add(new DocumentFinding(BYTES_NOT_COVERED, "a signature's byte range is not one gap in the file"));
            return 0;
        }
        var value = new String(pdf, range[1], range[2] - range[1], StandardCharsets.ISO_8859_1);
        if (!value.matches("<[0-9A-Fa-f]*>")) {
            findings.add(new DocumentFinding(
                    BYTES_NOT_COVERED, "the gap in a signature's byte range holds more than its value"));
        } else if (!zeroesBehindValue(value.substring(1, value.length() - 1))) {
            findings.add(new DocumentFinding(BYTES_NOT_COVERED, "the padding behind a signature's value is not empty"));
        }
        return range[2] + range[3];
    }

    // the value is one DER sequence; what pads it to the reserved size is covered by nothing and must be zero
    private static boolean zeroesBehindValue(String hex) {
        if (hex.length() < 8 || !hex.startsWith("30")) {
            return false;
        }
        int first = Integer.parseInt(hex.substring(2, 4), 16);
        int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
        if (lengthBytes > 4 || hex.length() < 4 + 2 * lengthBytes) {
            return false;
        }
        long length = lengthBytes == 0 ? first : Long.parseLong(hex.substring(4, 4 + 2 * lengthBytes), 16);
        long end = 4 + 2L * lengthBytes + 2 * length;
        return end <= hex.length() && hex.substring((int) end).chars().allMatch(digit -> digit == '0');
    }
}
