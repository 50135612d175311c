package dev.handback.certificates;

import static dev.handback.certificates.DocumentFinding.Code.BYTES_NOT_COVERED;
import static dev.handback.certificates.DocumentFinding.Code.CHANGED_AFTER_SEAL;
import static dev.handback.certificates.DocumentFinding.Code.FACTS_DIFFER;
import static dev.handback.certificates.DocumentFinding.Code.FACTS_MISSING;
import static dev.handback.certificates.DocumentFinding.Code.NOT_A_PDF;
import static dev.handback.certificates.DocumentFinding.Code.NOT_THE_FROZEN_BYTES;
import static dev.handback.certificates.DocumentFinding.Code.NO_SEAL;
import static dev.handback.certificates.DocumentFinding.Code.SEAL_BROKEN;
import static dev.handback.certificates.DocumentFinding.Code.SEAL_NOT_TRUSTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.certificates.DocumentFinding.Code;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateCheckTest {
    private final byte[] frozen = new CertificatePdf(new Texts()).draw(FactsFixture.ordinary());
    private final TestAuthority authority;
    private final Sealing sealing;
    private final byte[] basic;
    private final byte[] longTerm;
    private final CertificateCheck check;

    CertificateCheckTest(@TempDir Path folder) throws Exception {
        authority = new TestAuthority();
        sealing = new Sealing(authority.settings(folder, "/tsa"), folder);
        basic = new Sealing(authority.settings(folder), folder)
                .seal(frozen, SealingTest.INTENT)
                .pdf();
        longTerm = sealing.seal(frozen, SealingTest.INTENT).pdf();
        check = new CertificateCheck(List.of(authority.root()));
    }

    @AfterAll
    void stop() {
        authority.close();
    }

    @Test
    void passesWhatIsWhole() {
        assertThat(check.check(basic).findings()).isEmpty();
        assertThat(check.check(longTerm).findings()).isEmpty();
        assertThat(check.check(
                                longTerm,
                                frozen,
                                Sha256.of(FactsFixture.ordinary().json()))
                        .findings())
                .isEmpty();
    }

    @Test
    void refusesADraft() {
        assertThat(codes(frozen)).contains(NO_SEAL);
    }

    @Test
    void refusesWhatIsNoPdf() {
        assertThat(codes("a letter".getBytes(ISO_8859_1))).containsExactly(NOT_A_PDF);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999})
    void refusesAFlippedByteAnywhereInTheFrozenPart(double place) {
        var flipped = flip(longTerm, (int) (frozen.length * place));

        assertThat(check.check(flipped).good()).isFalse();
        assertThat(check.check(flipped, frozen, null).findings())
                .extracting(DocumentFinding::code)
                .contains(NOT_THE_FROZEN_BYTES);
    }

    @Test
    void refusesAFlippedByteInThePages() {
        int inside = index(frozen, "endstream") - 20;

        assertThat(codes(flip(longTerm, inside))).contains(SEAL_BROKEN);
    }

    @Test
    void refusesAFlippedDigitInTheSealItself() {
        int place = lastZero(basic, index(basic, "/ByteRange"));
        while (basic[place] == '0') {
            place--;
        }
        place -= 100;
        // a letter's flip need not be hexadecimal; then there would be no seal at all
        while (!Character.isDigit(basic[place])) {
            place--;
        }

        assertThat(codes(flip(basic, place))).contains(SEAL_BROKEN);
    }

    @Test
    void refusesWordsHiddenInThePaddingOfTheSeal() {
        int end = index(longTerm, "/ByteRange");
        var altered = longTerm.clone();
        altered[lastZero(longTerm, end)] = '7';

        assertThat(codes(altered)).contains(BYTES_NOT_COVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\n\n\n\n", "x", "% a note\n", "\n%%EOF\n", "1 0 obj\n<< >>\nendobj\n%%EOF\n"})
    void refusesBytesBehindTheEnd(String more) {
        assertThat(codes(append(basic, more))).contains(BYTES_NOT_COVERED);
        assertThat(more.length() == 1 || codes(append(longTerm, more)).contains(BYTES_NOT_COVERED))
                .isTrue();
    }

    @Test
    void refusesLooseBytesInsideTheProofMaterial() {
        int end = new String(longTerm, ISO_8859_1).lastIndexOf("xref\n0 ");
        var altered = new ByteArrayOutputStream();
        altered.writeBytes(Arrays.copyOf(longTerm, end));
        altered.writeBytes("% hidden\n".getBytes(ISO_8859_1));
        altered.writeBytes(Arrays.copyOfRange(longTerm, end, longTerm.length));

        assertThat(check.check(altered.toByteArray()).good()).isFalse();
    }

    @Test
    void refusesAPageChangedByALaterRevision() throws Exception {
        var altered = revise(longTerm, pdf -> {
            try (var content =
                    new PDPageContentStream(pdf, pdf.getPage(0), PDPageContentStream.AppendMode.APPEND, true)) {
                content.addRect(50, 50, 400, 600);
                content.fill();
            }
            pdf.getPage(0).getCOSObject().setNeedToBeUpdated(true);
            pdf.getPage(0).getResources().getCOSObject().setNeedToBeUpdated(true);
        });

        assertThat(codes(altered)).contains(CHANGED_AFTER_SEAL);
    }

    @Test
    void refusesAPageAddedByALaterRevision() throws Exception {
        var altered = revise(longTerm, pdf -> {
            pdf.addPage(new PDPage());
            pdf.getPages().getCOSObject().setNeedToBeUpdated(true);
            pdf.getPages().getCOSObject().getCOSArray(COSName.KIDS).setNeedToBeUpdated(true);
        });

        assertThat(codes(altered)).contains(CHANGED_AFTER_SEAL);
    }

    @Test
    void refusesAnotherKey(@TempDir Path elsewhere) throws Exception {
        byte[] forged = new Sealing(SigningSettings.none(), elsewhere)
                .seal(frozen, SealingTest.INTENT)
                .pdf();

        assertThat(codes(forged)).containsExactly(SEAL_NOT_TRUSTED);
    }

    @Test
    void refusesASealOverOtherBytes() {
        byte[] other = new CertificatePdf(new Texts())
                .draw(FactsFixture.aCertificate()
                        .asset("FOREGROUND", "other", "Another asset")
                        .drawnUp());
        byte[] sealedOther = sealing.seal(other, SealingTest.INTENT).pdf();

        assertThat(check.check(sealedOther).good()).isTrue();
        assertThat(check.check(
                                sealedOther,
                                frozen,
                                Sha256.of(FactsFixture.ordinary().json()))
                        .findings())
                .extracting(DocumentFinding::code)
                .contains(NOT_THE_FROZEN_BYTES, FACTS_DIFFER);
    }

    @Test
    void refusesADocumentWithoutItsFacts() throws Exception {
        byte[] bare;
        try (var pdf = new PDDocument();
                var out = new ByteArrayOutputStream()) {
            pdf.addPage(new PDPage());
            // as our own documents are saved, with a plain cross-reference table
            pdf.save(out, CompressParameters.NO_COMPRESSION);
            bare = sealing.seal(out.toByteArray(), SealingTest.INTENT).pdf();
        }

        assertThat(codes(bare)).containsExactly(FACTS_MISSING);
    }

    private interface Change {
        void apply(PDDocument pdf) throws Exception;
    }

    private static byte[] revise(byte[] sealed, Change change) throws Exception {
        try (var pdf = Loader.loadPDF(sealed);
                var out = new ByteArrayOutputStream()) {
            change.apply(pdf);
            pdf.saveIncremental(out);
            assertThat(out.toByteArray()).startsWith(sealed).hasSizeGreaterThan(sealed.length);
            return out.toByteArray();
        }
    }

    private List<Code> codes(byte[] pdf) {
        return check.check(pdf).findings().stream().map(DocumentFinding::code).toList();
    }

    private static byte[] append(byte[] pdf, String more) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(pdf);
        out.writeBytes(more.getBytes(ISO_8859_1));
        return out.toByteArray();
    }

    private static byte[] flip(byte[] pdf, int place) {
        var flipped = pdf.clone();
        flipped[place] ^= 1;
        return flipped;
    }

    private static int index(byte[] pdf, String text) {
        return new String(pdf, ISO_8859_1).indexOf(text);
    }

    private static int lastZero(byte[] pdf, int before) {
        int place = before;
        while (pdf[place] != '0') {
            place--;
        }
        return place;
    }
}
