package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.exits.Exit;
import dev.handback.exits.Hold;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreserveNoticePdfTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:05:09Z");
    private final PreserveNoticePdf pages = new PreserveNoticePdf(new Texts(), new CertificatePdf(new Texts()));

    @Test
    void saysToWhomWhatIsHeldAndSinceWhen() throws IOException {
        assertThat(text(hold("Escrow AG", null), List.of("pricing-core · Pricing core library")))
                .contains("Preserve Notice", "Escrow AG", "everything Escrow AG holds", "pricing-core", "H-7")
                .contains("20 November 2026, 14:05:09 UTC", "preserve, unaltered");
    }

    @Test
    void neverSaysWhyItIsHeldNorGivesRightsAway() throws IOException {
        assertThat(text(hold(null, "Dublin"), List.of()).toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "we mean to sue", "matter 12", "waive", "release", "discharge", "acceptance of performance");
    }

    @Test
    void holdsAPlaceThatNoRowNames() throws IOException {
        assertThat(text(hold(null, "Dublin"), List.of())).contains("everything at Dublin", "The register names none");
    }

    @Test
    void printsAHostileNameAndDrawsNothingFromIt() {
        var html = pages.html(facts(hold("<img src=x onerror=y>", null), List.of("<b>bold</b>")));

        assertThat(html).doesNotContain("<img", "<b>bold");
    }

    private String text(Hold hold, List<String> covered) throws IOException {
        try (var pdf = Loader.loadPDF(pages.draw(facts(hold, covered)))) {
            return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
        }
    }

    private static PreserveNoticePdf.Facts facts(Hold hold, List<String> covered) {
        var addressee = hold.holder() == null ? "Nordlicht GmbH" : hold.holder();
        return new PreserveNoticePdf.Facts(exit(), hold, addressee, covered, true);
    }

    private static Hold hold(@Nullable String holder, @Nullable String location) {
        return new Hold(
                "H-7",
                "X2026-0001",
                null,
                holder,
                location,
                "we mean to sue",
                "Matter 12",
                "olga",
                NOW,
                null,
                null,
                null,
                "ACTIVE");
    }

    private static Exit exit() {
        return new Exit(
                "X2026-0001",
                "REAL",
                "Exit",
                "plain",
                "Nordlicht GmbH",
                null,
                null,
                null,
                "Alpenrose AG",
                null,
                "MSA 2021/17",
                null,
                null,
                null,
                LocalDate.parse("2026-12-31"),
                null,
                null,
                "UTC",
                "EXPIRY",
                "olga",
                NOW,
                "OPEN",
                false,
                null,
                null);
    }
}
