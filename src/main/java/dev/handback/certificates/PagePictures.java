package dev.handback.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.springframework.stereotype.Component;

/** Pictures of a document's pages: what the signer sees is drawn from the very bytes that are signed. */
@Component
public class PagePictures {
    private static final float DPI = 120;

    public int count(byte[] pdf) {
        try (var document = Loader.loadPDF(pdf)) {
            return document.getNumberOfPages();
        } catch (IOException e) {
            throw new UncheckedIOException("this is no readable PDF", e);
        }
    }

    /** One page as PNG, readable without a PDF viewer; pages count from 1. */
    public byte[] picture(byte[] pdf, int page) {
        try (var document = Loader.loadPDF(pdf)) {
            if (page < 1 || page > document.getNumberOfPages()) {
                throw new IllegalArgumentException(
                        "page " + page + ": the document has pages 1 to " + document.getNumberOfPages());
            }
            var out = new ByteArrayOutputStream(1 << 17);
            ImageIO.write(new PDFRenderer(document).renderImageWithDPI(page - 1, DPI, ImageType.RGB), "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("page " + page + " cannot be drawn", e);
        }
    }
}
