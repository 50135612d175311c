package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
    private final Path data;

    SealingTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void sealsBehindTheFrozenBytes() throws Exception {
        byte[] frozen = new CertificatePdf(new Texts()).draw(FactsFixture.ordinary());
        var sealing = new Sealing(SigningSettings.none(), data);

        var sealed = sealing.seal(
                frozen,
                new SealIntent(
                        "Lena Legal",
                        "legal",
                        Instant.now(),
                        new Texts().reservationOfRights().content()));

        assertThat(sealed.pdf()).startsWith(frozen);
        assertThat(sealed.level()).isEqualTo("PAdES-BASELINE-B");
    }
}
