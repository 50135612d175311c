package dev.handback.certificates;

import static dev.handback.certificates.DocumentFinding.Code.BYTES_NOT_COVERED;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The bytes behind the last seal: exactly one well-formed addition of objects, with nothing between them. */
final class Tail {
    private static final Pattern END =
            Pattern.compile("xref\\s[0-9\\snf]+trailer\\s*<<[^%]*>>\\s*startxref\\s+[0-9]+\\s+%%EOF\\s{0,2}");
    private static final Pattern PLAIN = Pattern.compile("[0-9]+ [0-9]+ obj\\s.*?endobj\\s*", Pattern.DOTALL);
    private static final Pattern STREAM = Pattern.compile(
            "[0-9]+ [0-9]+ obj\\s+<<.*?>>\\s*stream\\r?\\n.*\\sendstream\\s+endobj\\s*", Pattern.DOTALL);

    private final byte[] pdf;
    private final PDDocument document;
    private final int from;

    Tail(byte[] pdf, PDDocument document, int from) {
        this.pdf = pdf;
        this.document = document;
        this.from = from;
    }

    List<DocumentFinding> findings() {
        var starts = document.getDocument().getXrefTable().values().stream()
                .filter(offset -> offset >= from)
                .sorted()
                .toList();
        long table = document.getDocument().getStartXref();
        if (starts.isEmpty() || table <= starts.get(starts.size() - 1) || table >= pdf.length) {
            return uncovered(pdf.length - from + " bytes behind the last seal");
        }
        if (!text(from, starts.get(0)).isBlank()
                || !END.matcher(text(table, pdf.length)).matches()) {
            return uncovered("loose bytes before or behind the proof material");
        }
        for (int i = 0; i < starts.size(); i++) {
            var object = text(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : table);
            if (!whole(object)) {
                return uncovered("loose bytes in or behind the object at " + starts.get(i));
            }
        }
        return List.of();
    }

    private static boolean whole(String object) {
        return STREAM.matcher(object).matches()
                || (object.indexOf("endobj") == object.lastIndexOf("endobj")
                        && PLAIN.matcher(object).matches());
    }

    private String text(long start, long end) {
        return new String(pdf, (int) start, (int) (end - start), StandardCharsets.ISO_8859_1);
    }

    private static List<DocumentFinding> uncovered(String detail) {
        return List.of(new DocumentFinding(BYTES_NOT_COVERED, detail));
    }
}
