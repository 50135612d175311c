package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class Sha256Test {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void digestsBytesTextAndStreamsAlike() throws IOException {
        var abc = new byte[] {'a', 'b', 'c'};

        assertThat(Sha256.of(abc)).hasToString(OF_ABC);
        assertThat(Sha256.of("abc")).isEqualTo(Sha256.of(abc));
        assertThat(Sha256.of(new ByteArrayInputStream(abc))).isEqualTo(Sha256.of(abc));
        assertThat(Sha256.of(new byte[0]).hex()).startsWith("e3b0c44298fc1c14");
    }

    @Test
    void readsItsOwnHex() {
        assertThat(Sha256.parse(" " + OF_ABC.toUpperCase(java.util.Locale.ROOT) + "\n"))
                .isEqualTo(Sha256.of("abc"));
        assertThat(Sha256.of("abc").bytes()).hasSize(32).startsWith(0xba, 0x78);
    }

    @Test
    void refusesWhatIsNoDigest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sha256.parse("abc"))
                .withMessageContaining("'abc'");
    }
}
