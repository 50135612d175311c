package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperContentTest {

    @Test
    void keepsAPlainPdf() throws IOException {
        assertThat(PaperContent.objection(pdf(document -> {}))).isEmpty();
    }

    @Test
    void keepsPicturesAndTextWhateverTheirNameSays() throws IOException {
        assertThat(PaperContent.objection(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}))
                .isEmpty();
        assertThat(PaperContent.objection("Alles gelöscht.\r\n\tM.".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PK\u0003\u0004", "MZ\u0000", "\u007fELF\u0001", "text\u0000with a zero", " %PDF-1.7 \u0001"})
    void refusesWhatIsNoPaper(String content) throws IOException {
        assertThat(PaperContent.objection(content.getBytes(StandardCharsets.ISO_8859_1)))
                .hasValueSatisfying(why -> assertThat(why).contains("expected a PDF", "found"));
    }

    @Test
    void refusesScriptsWhereverTheyHang() {
        assertThat(found(document ->
                        document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)"))))
                .containsExactly("a PDF with JavaScript");
        assertThat(found(document -> {
                    var action = new COSDictionary();
                    action.setItem(COSName.S, COSName.getPDFName("Rendition"));
                    action.setItem(COSName.getPDFName("JS"), new COSString("app.alert(1)"));
                    document.getPage(0).getCOSObject().setItem(COSName.AA, action);
                }))
                .containsExactly("a PDF with JavaScript");
    }

    @Test
    void refusesProgramsThatAreStarted() {
        assertThat(found(document -> {
                    var link = new PDAnnotationLink();
                    var launch = new PDActionLaunch();
                    launch.setF("calc.exe");
                    link.setAction(launch);
                    at(() -> document.getPage(0).getAnnotations().add(link));
                }))
                .containsExactly("a PDF that starts a program");
    }

    @Test
    void refusesFilesInFiles() {
        assertThat(found(document -> at(() -> {
                    var file = new PDComplexFileSpecification();
                    file.setEmbeddedFile(new PDEmbeddedFile(document, new ByteArrayInputStream(new byte[] {1})));
                    var tree = new PDEmbeddedFilesNameTreeNode();
                    tree.setNames(Map.of("x", file));
                    var names = new PDDocumentNameDictionary(document.getDocumentCatalog());
                    names.setEmbeddedFiles(tree);
                    document.getDocumentCatalog().setNames(names);
                })))
                .containsExactly("a PDF that carries another file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret"})
    void refusesEncryptionWithAndWithoutAPassword(String user) {
        assertThat(found(document -> at(
                        () -> document.protect(new StandardProtectionPolicy("owner", user, new AccessPermission())))))
                .containsExactly("an encrypted PDF");
    }

    @Test
    void refusesAPdfThatIsAnArchiveToo() throws IOException {
        var both = new ByteArrayOutputStream();
        both.write(pdf(document -> {}));
        both.write(new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0});
        assertThat(PdfLook.found(both.toByteArray())).containsExactly("a PDF that is a ZIP archive, too");
    }

    @Test
    void refusesWhatOnlyBeginsLikeAPdf() throws IOException {
        assertThat(PaperContent.objection("%PDF-1.7 hostile".getBytes(StandardCharsets.US_ASCII)))
                .hasValueSatisfying(why -> assertThat(why).startsWith("a PDF"));
    }

    @Test
    void survivesAFewBytesThatUnfoldToGigabytes() throws IOException {
        var folded = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(folded, new Deflater(Deflater.BEST_COMPRESSION))) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                deflater.write(zeros);
            }
        }
        var bomb = new ByteArrayOutputStream();
        bomb.write(("%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length " + folded.size()
                        + ">>\nstream\n")
                .getBytes(StandardCharsets.US_ASCII));
        folded.writeTo(bomb);
        bomb.write("\nendstream\nendobj\nstartxref\n0\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(PaperContent.objection(bomb.toByteArray()))
                .hasValueSatisfying(why -> assertThat(why).startsWith("a PDF that cannot be read within the memory"));
    }

    private static java.util.List<String> found(Consumer<PDDocument> what) {
        return PdfLook.found(pdf(what));
    }

    private static byte[] pdf(Consumer<PDDocument> what) {
        var bytes = new ByteArrayOutputStream();
        at(() -> {
            try (var document = new PDDocument()) {
                document.addPage(new PDPage());
                what.accept(document);
                document.save(bytes);
            }
        });
        return bytes.toByteArray();
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void at(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
