package dev.handback.certificates;

import dev.handback.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Draws the pages of an order to destroy, with its facts attached as JSON. */
@Component
class OrderPdf {
    private static final String TEMPLATE = new String(PageFonts.resource("order.html"), StandardCharsets.UTF_8);
    private static final String STYLE = new String(PageFonts.resource("certificate.css"), StandardCharsets.UTF_8);

    private final Texts texts;
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    OrderPdf(Texts texts) {
        this.texts = texts;
        var resolver = new StringTemplateResolver();
        resolver.setTemplateMode(TemplateMode.HTML);
        engine.setTemplateResolver(resolver);
    }

    byte[] draw(OrderFacts facts) {
        var json = facts.json();
        var context = new Context(Locale.UK);
        context.setVariable("page", OrderPage.of(facts, Sha256.of(json).hex()));
        context.setVariable("texts", paragraphs());
        context.setVariable(
                "style",
                STYLE.replace("%NUMBER%", facts.number())
                        .replace("%TITLE%", "Order to Destroy")
                        .replace("%MARK%", facts.evaluationKey() ? "EVALUATION KEY" : ""));
        var attached = new Finishing.Attachment("order-facts.json", "order " + facts.number(), json);
        return CertificatePdf.print(engine.process(TEMPLATE, context), new Finishing(attached, facts.asOf(), false));
    }

    private Map<String, List<String>> paragraphs() {
        return Map.of(
                "statement", texts.text("statement-destruction-order").paragraphs(),
                "reservation", texts.reservationOfRights().paragraphs(),
                "approval", texts.text("approval").paragraphs());
    }
}
