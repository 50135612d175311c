package dev.handback.certificates;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.slf4j.Slf4jLogger;
import com.openhtmltopdf.util.XRLog;
import dev.handback.Sha256;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Draws the pages of a certificate: PDF/A-3a and PDF/UA-1, with the facts attached as JSON. */
@Component
public class CertificatePdf {
    private static final byte[] SRGB =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    private static final String TEMPLATE = new String(PageFonts.resource("certificate.html"), StandardCharsets.UTF_8);
    private static final String STYLE = new String(PageFonts.resource("certificate.css"), StandardCharsets.UTF_8);

    static {
        XRLog.setLoggerImpl(new Slf4jLogger());
    }

    private final Texts texts;
    private final String templateDigest;
    // its own engine: no page of the application can change what a certificate looks like
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    public CertificatePdf(Texts texts) {
        this.texts = texts;
        this.templateDigest = digest(texts);
        var resolver = new StringTemplateResolver();
        resolver.setTemplateMode(TemplateMode.HTML);
        engine.setTemplateResolver(resolver);
    }

    /** Digest of all that shapes a page beside the facts: template, style, texts and typefaces. */
    public String templateDigest() {
        return templateDigest;
    }

    /**
     * The same facts give the same bytes, on every machine.
     *
     * @throws IllegalArgumentException when the facts were drawn up for another template or other texts
     */
    public byte[] draw(CertificateFacts facts) {
        if (!facts.template().equals(templateDigest)) {
            throw new IllegalArgumentException("certificate " + facts.number() + ": drawn up for template "
                    + facts.template() + ", this version has " + templateDigest + "; take the stored document instead");
        }
        return print(html(facts), Finishing.of(facts));
    }

    /** Prints a page made from a template of ours. */
    static byte[] print(String html, Finishing finishing) {
        try (var pdf = new PDDocument();
                var renderer = renderer(html, pdf)) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            finishing.apply(pdf);
            var out = new ByteArrayOutputStream(1 << 17);
            // no object streams: the plain cross-reference table is what the most verifiers read without complaint
            pdf.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the document cannot be drawn", e);
        }
    }

    static PdfBoxRenderer renderer(String html, PDDocument pdf) throws IOException {
        var builder = new PdfRendererBuilder()
                .usePdfAConformance(PdfAConformance.PDFA_3_A)
                .usePdfUaAccessibility(true)
                .useColorProfile(SRGB)
                .withProducer("Handback")
                .usePDDocument(pdf)
                // nothing outside the template is ever loaded, whatever a title says
                .useUriResolver((base, uri) -> null)
                .withHtmlContent(html, null);
        PageFonts.addTo(builder, pdf);
        return builder.buildPdfRenderer();
    }

    String html(CertificateFacts facts) {
        var context = new Context(Locale.UK);
        var page = CertificatePage.of(facts, texts);
        context.setVariable("page", page);
        return html(TEMPLATE, context, facts.number(), page.title(), page.mark());
    }

    /** Another document of ours in the same dress. */
    String html(String template, Context context, String number, String title, String mark) {
        // words of our own and the number, which the facts have checked: nothing a vendor wrote gets into the style
        context.setVariable(
                "style",
                STYLE.replace("%NUMBER%", number).replace("%TITLE%", title).replace("%MARK%", mark));
        return engine.process(template, context);
    }

    private static String digest(Texts texts) {
        var parts = new StringBuilder(
                        Sha256.of(TEMPLATE.getBytes(StandardCharsets.UTF_8)).hex())
                .append(Sha256.of(STYLE.getBytes(StandardCharsets.UTF_8)).hex());
        texts.all().values().forEach(text -> parts.append(text.name()).append(text.sha256()));
        for (var face : PageFonts.values()) {
            parts.append(Sha256.of(face.bytes()).hex());
        }
        return Sha256.of(parts.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }
}
