package dev.handback.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.certificates.TimeStampCheck.Verdict.Broken;
import dev.handback.certificates.TimeStampCheck.Verdict.Good;
import dev.handback.custody.TimeStampRefused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeStampCheckTest {
    private static final byte[] NOTE = "the head of a ledger".getBytes(UTF_8);

    private final Path folder;
    private final TestAuthority authority;

    TimeStampCheckTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        authority = new TestAuthority();
    }

    @AfterAll
    void stop() {
        authority.close();
    }

    @Test
    void believesAnAuthorityThatAnAnchorVouchesFor() throws Exception {
        var stamp = asked("/tsa").stamp(NOTE);

        assertThat(new TimeStampCheck(List.of(authority.root())).check(stamp.token(), NOTE))
                .isInstanceOfSatisfying(Good.class, good -> {
                    assertThat(good.believed()).isTrue();
                    assertThat(good.authority()).contains("Test Time");
                    assertThat(good.at())
                            .isEqualTo(stamp.at())
                            .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
                });
        assertThat(stamp.authority()).isEqualTo(authority.at("/tsa"));
    }

    @Test
    void saysWhenNobodyVouchesForTheAuthority() throws Exception {
        var token = asked("/tsa").stamp(NOTE).token();

        try (var other = new TestAuthority()) {
            assertThat(new TimeStampCheck(List.of(other.root())).check(token, NOTE))
                    .isInstanceOfSatisfying(
                            Good.class, good -> assertThat(good.believed()).isFalse());
        }
        assertThat(new TimeStampCheck(List.of()).check(token, NOTE))
                .isInstanceOfSatisfying(
                        Good.class, good -> assertThat(good.believed()).isFalse());
    }

    @Test
    void refusesAStampOfOtherBytes() throws Exception {
        var token = asked("/tsa").stamp(NOTE).token();

        assertThat(check(token, "another head".getBytes(UTF_8))).isEqualTo(new Broken("it is of other bytes"));
    }

    @Test
    void refusesATokenOfWhichAnyByteWasFlippedOrDoesNotTakeItForAnother() throws Exception {
        var stamp = asked("/tsa").stamp(NOTE);
        var whole = (Good) check(stamp.token(), NOTE);

        for (int at = 0; at < stamp.token().length; at++) {
            var token = stamp.token().clone();
            token[at] ^= 1;
            // bytes outside what is signed, such as another certificate in the bag, change nothing of what is said
            if (check(token, NOTE) instanceof Good good && good.believed()) {
                assertThat(good).as("byte %d", at).isEqualTo(whole);
            }
        }
    }

    @Test
    void refusesWhatIsNoToken() {
        for (var token : List.of(new byte[0], new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1}, NOTE)) {
            assertThat(check(token, NOTE)).isInstanceOf(Broken.class);
        }
    }

    @Test
    void goesOnToTheNextAuthorityAndSaysWhenNoneAnswered() throws Exception {
        assertThat(asked("/broken", "/tsa").stamp(NOTE).authority()).isEqualTo(authority.at("/tsa"));
        assertThat(asked().configured()).isFalse();
        assertThatThrownBy(() -> asked("/broken").stamp(NOTE))
                .isInstanceOf(TimeStampRefused.class)
                .hasMessageContaining(authority.at("/broken").toString());
    }

    private TimeStampCheck.Verdict check(byte[] token, byte[] bytes) {
        return new TimeStampCheck(List.of(authority.root())).check(token, bytes);
    }

    private CompanyTimeStamps asked(String... paths) throws Exception {
        var settings = authority.settings(folder, paths);
        return new CompanyTimeStamps(settings, new Sealing(settings, folder));
    }
}
