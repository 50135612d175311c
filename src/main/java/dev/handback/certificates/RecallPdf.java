package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.mono;
import static dev.handback.certificates.CertificatePage.row;

import dev.handback.Sha256;
import dev.handback.certificates.CertificatePage.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;

/** Draws the pages of the recall of an order, with its facts attached as JSON. */
@Component
class RecallPdf {
    private static final String TEMPLATE = new String(PageFonts.resource("recall.html"), StandardCharsets.UTF_8);

    private final Texts texts;
    private final CertificatePdf pages;

    RecallPdf(Texts texts, CertificatePdf pages) {
        this.texts = texts;
        this.pages = pages;
    }

    byte[] draw(RecallFacts facts) {
        var attached = new Finishing.Attachment("recall-facts.json", "recall " + facts.number(), facts.json());
        return CertificatePdf.print(html(facts), new Finishing(attached, facts.asOf(), false));
    }

    String html(RecallFacts facts) {
        var context = new Context(Locale.UK);
        context.setVariable("number", facts.number());
        context.setVariable("evaluationKey", facts.evaluationKey());
        context.setVariable("rows", rows(facts));
        context.setVariable(
                "assets", facts.assets().stream().map(RecallPdf::line).toList());
        context.setVariable("factsSha256", Sha256.of(facts.json()).hex());
        context.setVariable("instruction", texts.text("statement-order-recall").paragraphs());
        context.setVariable("reservation", texts.reservationOfRights().paragraphs());
        context.setVariable("approval", texts.text("approval").paragraphs());
        return pages.html(
                TEMPLATE,
                context,
                facts.number(),
                "Recall of an Order to Destroy",
                facts.evaluationKey() ? "EVALUATION KEY" : "");
    }

    private static List<Row> rows(RecallFacts facts) {
        var rows = new ArrayList<Row>();
        facts.parties()
                .forEach(party -> rows.add(
                        row(party.role(), party.name() + (party.capacity() == null ? "" : ", " + party.capacity()))));
        rows.add(row("Contract", facts.contract()));
        rows.add(mono("Exit and recall", facts.exit().id() + " \u00b7 " + facts.number()));
        rows.add(mono("Recalled order", facts.order()));
        rows.add(row("Served on", Wording.date(facts.orderServedOn())));
        rows.add(mono("SHA-256 of that order", facts.orderSealedSha256()));
        rows.add(row("Recalled", Wording.instant(facts.recalledAt())));
        rows.add(row(
                "Ground",
                String.join(
                        "; ",
                        facts.grounds().stream()
                                .map(RecallPdf::ground)
                                .distinct()
                                .toList())));
        if (!facts.holds().isEmpty()) {
            rows.add(mono("Holds", String.join(", ", facts.holds())));
        }
        rows.add(row("Stop", "at once, on receipt"));
        rows.add(row("Confirm in writing by", Wording.date(facts.confirmBy())));
        return rows;
    }

    /** A holder learns that there is a hold or a contest, never why; what concerns our own vault alone is none of its business. */
    private static String ground(String code) {
        return switch (code) {
            case "ON_HOLD" -> "a legal hold is in force";
            case "STAYED" -> "the exit is stayed";
            case "CANCELLED" -> "the exit was cancelled";
            case "DISPUTED" -> "the asset is contested";
            default -> "the ground of the order has ended";
        };
    }

    private static String line(RecallFacts.Asset asset) {
        var words = new ArrayList<>(List.of(asset.asset(), asset.title()));
        for (var more : new String[] {asset.holder(), asset.locations(), asset.locator()}) {
            if (more != null) {
                words.add(more);
            }
        }
        return Visible.of(String.join(" \u00b7 ", words));
    }
}
