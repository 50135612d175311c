package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.sources.SourceRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnspokenTest {
    private static final String SECRET = "t0k&n+of/ours 12\"é";
    private static final String TOKEN = Base64.getEncoder().encodeToString(("exit:" + SECRET).getBytes(UTF_8));

    private final Unspoken unspoken = Unspoken.of("Basic " + TOKEN);

    @Test
    void takesTheCredentialOutOfWordsInEachSpelling() {
        for (var said : new String[] {
            "Authorization: Basic " + TOKEN,
            "exit:" + SECRET,
            "http://exit:" + URLEncoder.encode(SECRET, UTF_8) + "@host/",
            "{\"was\":\"" + SECRET.replace("\"", "\\\"") + "\"}",
            "<p>" + SECRET.replace("&", "&amp;").replace("\"", "&quot;") + "</p>"
        }) {
            assertThat(unspoken.in(said)).contains("[our credential]").doesNotContain(TOKEN, "t0k", "ours");
        }
        assertThat(unspoken.in("nothing of it")).isEqualTo("nothing of it");
    }

    @Test
    void takesOutWhatWasCutOffInItsMidst() {
        var cut = Printable.of("x".repeat(290) + TOKEN);

        assertThat(cut).contains(TOKEN.substring(0, 10));
        assertThat(unspoken.in(cut)).endsWith("x[our credential]…");
    }

    @Test
    void keepsReasonAndCodeOfARefusal() {
        var kept = unspoken.in(new SourceRefused(Reason.BROKEN, "REMOTE_ERROR", "no access for " + TOKEN));

        assertThat(kept.reason()).isEqualTo(Reason.BROKEN);
        assertThat(kept.code()).isEqualTo("REMOTE_ERROR");
        assertThat(kept).hasMessage("no access for [our credential]");
        assertThat(unspoken.in(new LfsEnd.NotHere("C", "was " + SECRET)))
                .isEqualTo(new LfsEnd.NotHere("C", "was [our credential]"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4096})
    void takesItOutOfBytesHoweverTheyCome(int atOnce) throws IOException {
        var said = ("\u00ff head " + TOKEN + TOKEN + " and " + SECRET + " tail").getBytes(UTF_8);
        var kept = new ByteArrayOutputStream();
        try (var out = unspoken.in(kept)) {
            for (int at = 0; at < said.length; at += atOnce) {
                out.write(said, at, Math.min(atOnce, said.length - at));
            }
        }

        assertThat(kept.toString(UTF_8))
                .isEqualTo("\u00ff head [our credential][our credential] and [our credential] tail");
    }

    @Test
    void leavesEverythingWhereWeAreNobodyOrTheSecretIsAWord() {
        assertThat(Unspoken.of(null).in("Basic abc")).isEqualTo("Basic abc");
        var plain = Base64.getEncoder().encodeToString("exit:git".getBytes(UTF_8));
        assertThat(Unspoken.of("Basic " + plain).in("no git for " + plain)).startsWith("no git for [our credential]");
    }
}
