package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateFacts.ExitKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.util.Matrix;

/** What is done to the drawn pages before they are frozen: facts attached, dates and id taken from the facts. */
final class Finishing {
    static final String ATTACHMENT = "certificate-facts.json";

    private final Attachment attached;
    private final Instant asOf;
    private final boolean drill;

    Finishing(Attachment attached, Instant asOf, boolean drill) {
        this.attached = attached;
        this.asOf = asOf;
        this.drill = drill;
    }

    /** The facts as they travel inside the file; {@code of} says whose they are, such as "certificate X-1". */
    record Attachment(String file, String of, byte[] json) {}

    static Finishing of(CertificateFacts facts) {
        return new Finishing(
                new Attachment(ATTACHMENT, "certificate " + facts.number(), facts.json()),
                facts.asOf(),
                facts.exit().kind() == ExitKind.DRILL);
    }

    void apply(PDDocument pdf) throws IOException {
        fixDates(pdf);
        attach(pdf);
        if (drill) {
            mark(pdf, "DRILL");
        }
        pdf.setDocumentId(ByteBuffer.wrap(
                        HexFormat.of().parseHex(Sha256.of(attached.json()).hex()), 0, 8)
                .getLong());
    }

    private GregorianCalendar calendar() {
        return GregorianCalendar.from(asOf.atZone(ZoneOffset.UTC));
    }

    private void fixDates(PDDocument pdf) throws IOException {
        pdf.getDocumentInformation().setCreationDate(calendar());
        pdf.getDocumentInformation().setModificationDate(calendar());
        var catalog = pdf.getDocumentCatalog();
        var stamp = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").format(asOf.atOffset(ZoneOffset.UTC));
        var xmp = new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8)
                .replaceAll("(<xmp:(?:Create|Modify|Metadata)Date>)[^<]*", "$1" + stamp);
        var metadata = new PDMetadata(pdf, new ByteArrayInputStream(xmp.getBytes(StandardCharsets.UTF_8)));
        catalog.setMetadata(metadata);
    }

    private void attach(PDDocument pdf) throws IOException {
        var json = attached.json();
        var file = new PDEmbeddedFile(pdf, new ByteArrayInputStream(json), COSName.FLATE_DECODE);
        file.setSubtype("application/json");
        file.setSize(json.length);
        file.setCreationDate(calendar());
        file.setModDate(calendar());
        var specification = new PDComplexFileSpecification();
        specification.setFile(attached.file());
        specification.setFileUnicode(attached.file());
        specification.setFileDescription(
                "The facts of " + attached.of() + ", SHA-256 " + Sha256.of(json).hex());
        specification.setEmbeddedFile(file);
        specification.setEmbeddedFileUnicode(file);
        specification.getCOSObject().setName("AFRelationship", "Data");
        var tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(Map.of(attached.file(), specification));
        var names = new PDDocumentNameDictionary(pdf.getDocumentCatalog());
        names.setEmbeddedFiles(tree);
        pdf.getDocumentCatalog().setNames(names);
        var associated = new COSArray();
        associated.add(specification.getCOSObject());
        pdf.getDocumentCatalog().getCOSObject().setItem("AF", associated);
    }

    // behind the text and marked as an artifact, so that readers for the blind do not hear it on each line
    private static void mark(PDDocument pdf, String word) throws IOException {
        PDFont font = PageFonts.SANS_BOLD.in(pdf);
        for (PDPage page : pdf.getPages()) {
            var box = page.getMediaBox();
            float size = 180;
            float width = font.getStringWidth(word) / 1000 * size;
            try (var content = new PDPageContentStream(pdf, page, AppendMode.PREPEND, true, true)) {
                content.beginMarkedContent(COSName.ARTIFACT);
                content.beginText();
                content.setFont(font, size);
                content.setNonStrokingColor(0.93f, 0.90f, 0.88f);
                var place = Matrix.getRotateInstance(Math.toRadians(52), box.getWidth() / 2, box.getHeight() / 2);
                place.translate(-width / 2, -size / 3);
                content.setTextMatrix(place);
                content.showText(word);
                content.endText();
                content.endMarkedContent();
            }
        }
    }
}
