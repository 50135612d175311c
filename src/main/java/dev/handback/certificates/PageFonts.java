package dev.handback.certificates;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The typefaces that travel in the jar (SIL Open Font License); pages look the same on every machine. */
enum PageFonts {
    SERIF("Source Serif 4", 400, "SourceSerif4-Regular.ttf"),
    SERIF_BOLD("Source Serif 4", 700, "SourceSerif4-SemiBold.ttf"),
    SANS("Source Sans 3", 400, "SourceSans3-Regular.ttf"),
    SANS_BOLD("Source Sans 3", 700, "SourceSans3-SemiBold.ttf"),
    MONO("Source Code Pro", 400, "SourceCodePro-Regular.ttf");

    private static final List<CmapLookup> COVERED = List.of(SERIF, SERIF_BOLD, SANS, SANS_BOLD, MONO).stream()
            .map(PageFonts::characters)
            .toList();

    private final String family;
    private final int weight;
    private final byte[] bytes;

    PageFonts(String family, int weight, String file) {
        this.family = family;
        this.weight = weight;
        this.bytes = resource("fonts/" + file);
    }

    /** True only when each face has the character: any text may end up in any face. */
    static boolean canShow(int codePoint) {
        return COVERED.stream().allMatch(face -> face.getGlyphId(codePoint) != 0);
    }

    static void addTo(PdfRendererBuilder builder, PDDocument pdf) throws IOException {
        for (var face : values()) {
            builder.useFont(new PDFontSupplier(face.in(pdf)), face.family, face.weight, FontStyle.NORMAL, true);
        }
    }

    // without ligatures: a reader that copies or reads aloud "Software" must not get "So ware"
    PDFont in(PDDocument pdf) throws IOException {
        var face = parse();
        face.setEnableGsub(false);
        return PDType0Font.load(pdf, face, true);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(
                PageFonts.class.getResourceAsStream("/certificates/" + name),
                () -> "no resource certificates/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CmapLookup characters(PageFonts face) {
        try {
            return face.parse().getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException("typeface " + face, e);
        }
    }

    private TrueTypeFont parse() throws IOException {
        return new TTFParser().parse(new RandomAccessReadBuffer(bytes));
    }
}
