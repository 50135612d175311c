package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class RecallPdfTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:05:09Z");
    private final RecallPdf pages = new RecallPdf(new Texts(), new CertificatePdf(new Texts()));

    @Test
    void namesTheOrderByItsDigestWhatIsToBeDoneAndByWhen() throws IOException {
        assertThat(text(facts(List.of("ON_HOLD"), "Pricing core")))
                .contains("Recall of an Order to Destroy", "X-1-R1", "X-1-D1", "Served on 18 November 2026")
                .contains("X-1-B1", "a legal hold is in force", "Stop at once, on receipt", "23 November 2026")
                .contains("pricing-core", "nothing of them is to be erased", "confirm in writing");
        assertThat(text(facts(List.of("ON_HOLD"), "x")).replace(" ", "")).contains("c".repeat(64));
    }

    @Test
    void neverTellsTheHolderWhatConcernsUsAlone() throws IOException {
        assertThat(text(facts(List.of("FIXITY_BROKEN"), "x"))).contains("the ground of the order has ended");
        assertThat(text(facts(List.of("FIXITY_BROKEN"), "x")).toLowerCase(Locale.ROOT))
                .doesNotContain("fixity", "vault", "waive", "discharge", "acceptance of performance");
    }

    @Test
    void carriesItsFactsAndGivesTheSameBytesForTheSameFacts() throws IOException {
        var facts = facts(List.of("STAYED"), "x");

        assertThat(pages.draw(facts)).isEqualTo(pages.draw(facts));
        try (var pdf = Loader.loadPDF(pages.draw(facts))) {
            var files = pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
            assertThat(Objects.requireNonNull(files.get("recall-facts.json")).getEmbeddedFile().toByteArray())
                    .isEqualTo(facts.json());
        }
    }

    @Test
    void printsAHostileTitleAndDrawsNothingFromIt() {
        assertThat(pages.html(facts(List.of("ON_HOLD"), "<img src=x onerror=y>")))
                .doesNotContain("<img");
    }

    private String text(RecallFacts facts) throws IOException {
        try (var pdf = Loader.loadPDF(pages.draw(facts))) {
            return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
        }
    }

    private static RecallFacts facts(List<String> grounds, String title) {
        return new RecallFacts(
                "X-1-R1",
                true,
                new CertificateFacts.Exit("X-1", CertificateFacts.ExitKind.REAL, "Exit", null),
                List.of(
                        new CertificateFacts.Party("Client", "Alpenrose AG", null, null),
                        new CertificateFacts.Party("Holder", "Nordlicht GmbH", null, null)),
                "MSA 2021/17",
                null,
                "X-1-D1",
                "c".repeat(64),
                LocalDate.parse("2026-11-18"),
                NOW,
                grounds,
                grounds.contains("ON_HOLD") ? List.of("X-1-B1") : List.of(),
                LocalDate.parse("2026-11-23"),
                NOW,
                List.of(new RecallFacts.Asset("pricing-core", title, null, "Dublin", null)));
    }
}
