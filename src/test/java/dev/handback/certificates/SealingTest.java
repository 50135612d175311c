package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealingTest {
    private static final CertificateFacts FACTS = FactsFixture.ordinary();
    private static final byte[] FROZEN = new CertificatePdf(new Texts()).draw(FACTS);
    static final SealIntent INTENT = new SealIntent(
            "Lena Legal",
            "legal",
            Instant.now(),
            new Texts().intent(Kind.ASSET_RETURN, Finality.INTERIM).content());

    private final Path folder;
    private final TestAuthority authority;

    SealingTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.authority = new TestAuthority();
    }

    @AfterAll
    void stop() {
        authority.close();
    }

    @Test
    void sealsBehindTheFrozenBytesWithAKeyOfItsOwnThatSaysSo() throws Exception {
        var sealing = new Sealing(SigningSettings.none(), folder);

        var sealed = sealing.seal(FROZEN, INTENT);

        assertThat(sealing.evaluationKey()).isTrue();
        assertThat(sealed.pdf()).startsWith(FROZEN);
        assertThat(sealed.level()).isEqualTo("PAdES-BASELINE-B");
        try (var pdf = Loader.loadPDF(sealed.pdf())) {
            var signature = pdf.getLastSignatureDictionary();
            assertThat(signature.getName()).startsWith("EVALUATION KEY").contains("Lena Legal");
            assertThat(signature.getReason()).isEqualTo(INTENT.intentSentence());
            assertThat(signature.getContactInfo())
                    .contains("legal")
                    .contains(INTENT.at().toString());
        }
        assertGood(new CertificateCheck(sealing).check(sealed.pdf(), FROZEN, Sha256.of(FACTS.json())));
    }

    @Test
    void keepsTheEvaluationKeyForItsOwnerAndUsesItAgain() throws Exception {
        new Sealing(SigningSettings.none(), folder);
        var key = folder.resolve("signing/evaluation.p12");
        byte[] first = Files.readAllBytes(key);

        var again = new Sealing(SigningSettings.none(), folder);

        assertThat(Files.readAllBytes(key)).isEqualTo(first);
        assertThat(again.anchors()).hasSize(1);
        for (var file : new String[] {"evaluation.p12", "evaluation.password"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            folder.resolve("signing").resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void sealsWithTheCompanyKeyWithoutAnAuthority() throws Exception {
        var sealing = new Sealing(authority.settings(folder), folder);

        var sealed = sealing.seal(FROZEN, INTENT);

        assertThat(sealing.evaluationKey()).isFalse();
        var verdict = new CertificateCheck(sealing).check(sealed.pdf(), FROZEN, null);
        assertGood(verdict);
        assertThat(verdict.notes()).hasSize(1);
        assertThat(verdict.signedBy()).contains("company seal");
    }

    @Test
    void reachesLongTermLevelWithAnAuthorityAndGoesOnToTheNextWhenOneFails() throws Exception {
        var sealing = new Sealing(authority.settings(folder, "/broken", "/tsa"), folder);

        var sealed = sealing.seal(FROZEN, INTENT);

        assertThat(sealed.level()).isEqualTo("PAdES-BASELINE-LT");
        assertThat(sealed.timeStampedBy()).isEqualTo(authority.at("/tsa"));
        var verdict = new CertificateCheck(sealing).check(sealed.pdf(), FROZEN, Sha256.of(FACTS.json()));
        assertGood(verdict);
        assertThat(verdict.level()).isEqualTo("PAdES-BASELINE-LT");
        assertThat(verdict.notes()).isEmpty();
        assertThat(verdict.facts()).isEqualTo(FACTS);
    }

    /** Its address stands in logs, in messages and beside every time-stamp. */
    @Test
    void takesNoAuthorityWhoseAddressHoldsAPassword() {
        assertThatThrownBy(() -> new SigningSettings(
                        null,
                        null,
                        null,
                        java.util.List.of(java.net.URI.create("https://us:pass@tsa.example/x")),
                        null,
                        null))
                .hasMessage(
                        "handback.signing.tsa-urls: expected an address without user or password, found one at tsa.example");
    }

    @Test
    void reachesLongTermLevelWithTheEvaluationKeyToo() throws Exception {
        var settings = authority.settings(folder, "/tsa");
        var sealing = new Sealing(
                new SigningSettings(null, null, null, settings.tsaUrls(), settings.trustAnchors(), null), folder);

        var sealed = sealing.seal(FROZEN, INTENT);

        assertThat(sealed.level()).isEqualTo("PAdES-BASELINE-LT");
        assertGood(new CertificateCheck(sealing).check(sealed.pdf(), FROZEN, null));
    }

    @Test
    void refusesWhenNoAuthorityAnswers() throws Exception {
        var sealing = new Sealing(authority.settings(folder, "/broken"), folder);

        assertThatThrownBy(() -> sealing.seal(FROZEN, INTENT))
                .isInstanceOf(SealingRefused.class)
                .hasMessageContaining("/broken")
                .hasMessageContaining("tsa-urls");
    }

    @Test
    void refusesAWrongPasswordWithoutNamingIt() throws Exception {
        var settings = authority.settings(folder);
        Files.writeString(folder.resolve("other.password"), "battery staple");
        var sealing = new Sealing(
                new SigningSettings(settings.keystore(), folder.resolve("other.password"), "seal", null, null, null),
                folder);

        assertThatThrownBy(() -> sealing.seal(FROZEN, INTENT))
                .isInstanceOf(SealingRefused.class)
                .hasMessageContaining("seal.p12")
                .hasMessageNotContaining("staple");
    }

    static void assertGood(DocumentVerdict verdict) {
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.good()).isTrue();
    }
}
