package dev.handback.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

class CertificatePdfTest {
    private static final List<String> DANGEROUS =
            List.of("waive", "release", "acceptance of performance", "discharge", "destroyed", "complete");

    private final CertificatePdf pdf = new CertificatePdf(new Texts());

    @Test
    void drawsTheSameBytesForTheSameFactsInAnyZoneAndLanguage() {
        byte[] first = keep("asset-return", pdf.draw(FactsFixture.ordinary()));
        var zone = TimeZone.getDefault();
        var language = Locale.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));

            var again = CertificateFacts.parse(FactsFixture.ordinary().json());

            assertThat(new CertificatePdf(new Texts()).draw(again)).isEqualTo(first);
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(language);
        }
    }

    @Test
    void listsEachAssetInItsHalf() {
        var text = text(pdf.draw(FactsFixture.ordinary()));

        assertThat(between(text, "Old (1 asset)", "Newly created (1 asset)"))
                .contains("A1 pricing-core Pricing core library");
        assertThat(between(text, "Newly created (1 asset)", "Undetermined (1 asset)"))
                .contains("A2 claims-portal");
        assertThat(between(text, "Undetermined (1 asset)", "Schedule B")).contains("A3 ops-scripts");
        assertThat(between(text, "Schedule B", "What was not seen"))
                .contains(
                        "B1 legacy-archive",
                        "not returned, all rights reserved",
                        "Lena Legal, Otto Officer",
                        "31 January 2027");
    }

    @Test
    void namesInstrumentsByTheDigestOfTheirDocumentAndJudgesNone() {
        var fixture = FactsFixture.aCertificate().asset("FOREGROUND", "pricing-core", "Pricing core library");
        assertThat(text(pdf.draw(fixture.drawnUp()))).doesNotContain("In force as recorded");

        var drawn = text(pdf.draw(fixture.instrument("Nordlicht GmbH to Alpenrose AG", "pricing-core")
                .drawnUp()));

        assertThat(between(drawn, "Instruments", "What was not seen"))
                .contains("In force as recorded by the client", "X2026-0001-I1", "Nordlicht GmbH to Alpenrose AG")
                .contains("2 November 2026", "England", "pricing-core");
        assertThat(drawn.replace(" ", "")).contains(FactsFixture.digest("deed"));
    }

    @Test
    void saysWhatItKnowsAndFromWhom() {
        var text = text(pdf.draw(FactsFixture.ordinary()));

        assertThat(text)
                .contains(
                        "Alpenrose Versicherung AG \u00b7 LEI 529900T8BM49AURSDO55",
                        "MSA 2021/17",
                        "Law of Switzerland")
                .contains("20 November 2026, 14:05:09 UTC", "Interim 2")
                .contains("1,204 old commits, 388 newly created commits; proved by commit:")
                .contains("Git LFS: 12 objects, 73,482,190 bytes")
                .contains("refs=48;objects=31204, stated by vendor; no independent baseline")
                .contains("by system:node-1 over connection nordlicht-git, shown to \u201calpenrose-")
                .contains("re-verified 20 November 2026", "source last seen 18 November 2026")
                .contains("The forge lists no merge requests to this access")
                .contains("A technical check is no acceptance")
                .contains(
                        FactsFixture.digest("root"), FactsFixture.digest("ledger root"), "handback.example/alpenrose");
    }

    @Test
    void neverSaysWordsThatGiveRightsAway() {
        var texts = List.of(
                FactsFixture.ordinary(),
                FactsFixture.aCertificate()
                        .asset("FOREGROUND", "a", "A")
                        .finalOne()
                        .drawnUp(),
                FactsFixture.aCertificate()
                        .asset("FOREGROUND", "a", "A")
                        .custodyRecord()
                        .drill()
                        .evaluationKey()
                        .drawnUp());

        for (var facts : texts) {
            assertThat(text(pdf.draw(facts)).toLowerCase(Locale.ROOT)).doesNotContain(DANGEROUS);
        }
        new Texts().all().values().forEach(profile -> assertThat(
                        profile.content().toLowerCase(Locale.ROOT))
                .as(profile.name())
                .doesNotContain(DANGEROUS));
    }

    @Test
    void marksADrillAndAnEvaluationKeyOnEachPage() {
        var facts = FactsFixture.aCertificate().drill().evaluationKey();
        for (int i = 0; i < 12; i++) {
            facts.asset("FOREGROUND", "asset-" + i, "Asset " + i);
        }

        byte[] drawn = keep("drill", pdf.draw(facts.drawnUp()));

        int pages = new PagePictures().count(drawn);
        assertThat(pages).isGreaterThan(2);
        for (int page = 1; page <= pages; page++) {
            assertThat(text(drawn, page))
                    .contains("DRILL", "EVALUATION KEY", "X2026-0001-2", "Page " + page + " of " + pages);
        }
    }

    @Test
    void showsHostileTextWithoutObeyingIt() {
        var title =
                "<script>alert(1)</script> & \u202egpj.exe\u202c \u0007 \u200b \u05d0\u05d1 \u4e2d\u6587 \ud83d\ude00";
        var facts = FactsFixture.aCertificate()
                .vendor("X".repeat(190) + " " + "\u00dcn\u0131c\u00f8d\u00e9 \u041e\u041e\u041e \u0391\u0395".repeat(3))
                .asset("FOREGROUND", "a".repeat(64), title + " " + "W".repeat(260))
                .drawnUp();

        byte[] drawn = keep("hostile", pdf.draw(facts));

        var text = text(drawn);
        assertThat(text)
                .contains(
                        "<script>alert(1)</script> & \u2039U+202E\u203agpj.exe\u2039U+202C\u203a \u2039U+0007\u203a \u2039U+200B\u203a")
                .contains("\u2039U+05D0\u203a")
                .contains("\u041e\u041e\u041e")
                .doesNotContain("\u202e");
        assertThat(widest(drawn)).as("right edge of the text").isLessThan(595 - 40);
    }

    @Test
    void carriesItsFactsAsJsonThatOthersCanRead() throws Exception {
        var facts = FactsFixture.ordinary();

        try (var document = Loader.loadPDF(pdf.draw(facts))) {
            var file = requireNonNull(document.getDocumentCatalog()
                    .getNames()
                    .getEmbeddedFiles()
                    .getNames()
                    .get("certificate-facts.json"));
            assertThat(file.getEmbeddedFile().toByteArray()).isEqualTo(facts.json());
            assertThat(file.getCOSObject().getNameAsString("AFRelationship")).isEqualTo("Data");
        }
        var json = new ObjectMapper().readTree(facts.json());
        assertThat(json.path("schema").asText()).isEqualTo("handback/certificate/1");
        assertThat(json.path("asOf").asText()).isEqualTo("2026-11-20T14:05:09Z");
        assertThat(json.path("assets").path(0).path("identity").path("swhid").asText())
                .startsWith("swh:1:snp:");
        assertThat(CertificateFacts.parse(facts.json())).isEqualTo(facts);
    }

    @Test
    void drawsFiveHundredAssets() {
        var facts = FactsFixture.aCertificate();
        for (int i = 0; i < 500; i++) {
            facts.asset(
                    List.of("FOREGROUND", "BACKGROUND_CLIENT", "JOINT").get(i % 3),
                    "asset-" + i,
                    "Repository number " + i);
        }

        byte[] drawn = pdf.draw(facts.drawnUp());

        assertThat(text(drawn)).contains("asset-0", "asset-250", "asset-499", "Newly created (167 assets)");
    }

    @Test
    void refusesFactsOfAnotherTemplateAndFactsThatMakeNoSense() {
        var facts = FactsFixture.ordinary();
        var other = new String(facts.json(), UTF_8).replace(facts.template(), "0".repeat(64));

        assertThatThrownBy(() -> pdf.draw(CertificateFacts.parse(other.getBytes(UTF_8))))
                .hasMessageContaining("drawn up for template 0000")
                .hasMessageContaining("X2026-0001-2");
        assertThatThrownBy(() -> FactsFixture.aCertificate().drawnUp()).hasMessageContaining("empty set");
        assertThatThrownBy(() -> FactsFixture.aCertificate()
                        .asset("JOINT", "a", "A")
                        .drill()
                        .finalOne()
                        .drawnUp())
                .hasMessageContaining("never FINAL");
    }

    @Test
    void drawsPicturesOfItsPages() {
        byte[] drawn = pdf.draw(FactsFixture.ordinary());
        var pictures = new PagePictures();

        assertThat(pictures.picture(drawn, 1)).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(20_000);
        assertThatThrownBy(() -> pictures.picture(drawn, 99)).hasMessageContaining("page 99");
    }

    /** Documents to look at after a run lie here. */
    private static byte[] keep(String name, byte[] drawn) {
        try {
            Files.write(Files.createDirectories(Path.of("target/certificates")).resolve(name + ".pdf"), drawn);
            return drawn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] drawn) {
        return text(drawn, 0);
    }

    private static String text(byte[] drawn, int page) {
        try (var document = Loader.loadPDF(drawn)) {
            var stripper = new PDFTextStripper();
            stripper.setStartPage(Math.max(page, 1));
            stripper.setEndPage(page == 0 ? Integer.MAX_VALUE : page);
            return stripper.getText(document).replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float widest(byte[] drawn) {
        var right = new float[1];
        try (var document = Loader.loadPDF(drawn)) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition glyph) {
                    right[0] = Math.max(right[0], glyph.getXDirAdj() + glyph.getWidthDirAdj());
                }
            }.getText(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return right[0];
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        return text.substring(start, text.indexOf(to, start));
    }
}
