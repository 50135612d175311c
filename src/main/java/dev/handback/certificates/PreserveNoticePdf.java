package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.mono;
import static dev.handback.certificates.CertificatePage.row;

import dev.handback.certificates.CertificatePage.Row;
import dev.handback.exits.Exit;
import dev.handback.exits.Hold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;

/**
 * Draws the pages of a preserve notice in the manner of a certificate. It goes to a holder who may be hostile, so it says
 * what must be kept and never why: the reason of record and the document it rests on stay on our ledger.
 */
@Component
class PreserveNoticePdf {
    private static final String TEMPLATE =
            new String(PageFonts.resource("preserve-notice.html"), StandardCharsets.UTF_8);

    private final Texts texts;
    private final CertificatePdf pages;

    PreserveNoticePdf(Texts texts, CertificatePdf pages) {
        this.texts = texts;
        this.pages = pages;
    }

    /** @param covered the assets of the register that the hold covers when it is drawn */
    record Facts(Exit exit, Hold hold, String addressee, List<String> covered, boolean evaluationKey) {}

    byte[] draw(Facts facts) {
        try (var pdf = new PDDocument();
                var renderer = CertificatePdf.renderer(html(facts), pdf)) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            var out = new ByteArrayOutputStream(1 << 16);
            pdf.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the notice of hold " + facts.hold().hold() + " cannot be drawn", e);
        }
    }

    String html(Facts facts) {
        var context = new Context(Locale.UK);
        context.setVariable("number", facts.hold().hold());
        context.setVariable("evaluationKey", facts.evaluationKey());
        context.setVariable("rows", rows(facts));
        context.setVariable("covered", facts.covered().stream().map(Visible::of).toList());
        context.setVariable("instruction", texts.text("preserve-notice").paragraphs());
        context.setVariable("reservation", texts.reservationOfRights().paragraphs());
        context.setVariable("approval", texts.text("approval").paragraphs());
        return pages.html(
                TEMPLATE,
                context,
                facts.hold().hold(),
                "Preserve Notice",
                facts.evaluationKey() ? "EVALUATION KEY" : "");
    }

    private static List<Row> rows(Facts facts) {
        var exit = facts.exit();
        return List.of(
                row("To", facts.addressee()),
                row("From", exit.clientName() + (exit.clientCapacity() == null ? "" : ", " + exit.clientCapacity())),
                row("Contract", exit.contractReference()),
                mono("Exit and hold", exit.exitId() + " · " + facts.hold().hold()),
                row("To be preserved", facts.hold().over()),
                row("In force since", Wording.instant(facts.hold().placedAt())));
    }
}
