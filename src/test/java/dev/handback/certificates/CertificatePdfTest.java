package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CertificatePdfTest {
    private final CertificatePdf pdf = new CertificatePdf(new Texts());

    @Test
    void drawsTheSameBytesForTheSameFacts() throws Exception {
        byte[] first = pdf.draw(FactsFixture.ordinary());
        Thread.sleep(1100);
        byte[] second = new CertificatePdf(new Texts())
                .draw(CertificateFacts.parse(FactsFixture.ordinary().json()));

        assertThat(second).isEqualTo(first);
    }
}
