package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocatorTest {

    @ParameterizedTest
    @CsvSource({
        "https://git.vendor.example/team/a.git, https://git.vendor.example/team/a.git",
        "HTTPS://Git.Vendor.Example:443/team/A.git/, https://git.vendor.example/team/A.git",
        "https://git.vendor.example:8443/a, https://git.vendor.example:8443/a",
        "https://vendor.example/My%20Project/_git/r%c3%a9po, https://vendor.example/My%20Project/_git/r%C3%A9po",
        "https://203.0.113.7/a.git, https://203.0.113.7/a.git",
        "https://[2001:DB8:0::1]/a.git, https://[2001:db8:0:0:0:0:0:1]/a.git",
        "https://[::ffff:127.0.0.1]/a.git, https://127.0.0.1/a.git",
        "https://xn--bcher-kva.example/a.git, https://xn--bcher-kva.example/a.git",
        "ssh://git@git.vendor.example:22/team/a.git, ssh://git@git.vendor.example/team/a.git",
        "s3://vendor-documents/contract/2021/, s3://vendor-documents/contract/2021/",
        "s3://vendor-documents, s3://vendor-documents",
        "delivery:box-7, delivery:box-7",
        "FOLDER:contracts/Acme_2021.v1, folder:contracts/Acme_2021.v1"
    })
    void rebuildsOneSpelling(String given, String canonical) {
        Locator locator = Locator.parse(given);

        assertThat(locator).hasToString(canonical);
        assertThat(Locator.parse(canonical)).isEqualTo(locator);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "git.vendor.example:team/a.git",
                "git@git.vendor.example:team/a.git",
                "/srv/git/a.git",
                "../a.git",
                "file:///srv/git/a.git",
                "ext::sh -c whoami",
                "ext::sh",
                "git://vendor.example/a.git",
                "ftp://vendor.example/a.git",
                "amazon-s3://key@bucket/a.git",
                "bundle:///tmp/a.bundle",
                "jar:https://vendor.example/a.jar!/",
                "javascript:alert(1)",
                "https:/vendor.example/a.git",
                "https://",
                "https:///a.git",
                "https://user@vendor.example/a.git",
                "https://user:hunter2@vendor.example/a.git",
                "https://@vendor.example/a.git",
                "https://vendor.example@evil.example/a.git",
                "https://vendor.example%40evil.example/a.git",
                "https://vendor.example:hunter2@evil.example/a.git",
                "ssh://git:hunter2@vendor.example/a.git",
                "ssh://-oProxyCommand=whoami/a.git",
                "ssh://-l@vendor.example/a.git",
                "ssh://git@-vendor.example/a.git",
                "ssh://git@vendor.example/-a.git",
                "https://-vendor.example/a.git",
                "https://vendor-.example/a.git",
                "https://vendor..example/a.git",
                "https://vendor.example./a.git",
                "https://vendor_.example/a.git",
                "https://vendor.1example/a.git",
                "https://vendor.example:0/a.git",
                "https://vendor.example:65536/a.git",
                "https://vendor.example:/a.git",
                "https://vendor.example:+443/a.git",
                "https://vendor.example/a/../b.git",
                "https://vendor.example/./a.git",
                "https://vendor.example//a.git",
                "https://vendor.example/%2e%2e/a.git",
                "https://vendor.example/a%2fb.git",
                "https://vendor.example/a%5cb.git",
                "https://vendor.example/a%252fb.git",
                "https://vendor.example/%61.git",
                "https://vendor.example/a%00.git",
                "https://vendor.example/a%0d%0aHost:evil",
                "https://vendor.example/a%ff.git",
                "https://vendor.example/a%.git",
                "https://vendor.example/a%2.git",
                "https://vendor.example/a.git?service=x",
                "https://vendor.example/a.git#main",
                "https://vendor.example\\@evil.example/a.git",
                "https://vendor.example/a\\b.git",
                "https://vendor.example/a b.git",
                "https://vendor.example/a\n.git",
                "https://vendor.example/\u00e9.git",
                "https://vend\u043er.example/a.git",
                "https://[::1/a.git",
                "https://[fe80::1%25eth0]/a.git",
                "https://[v1.x]/a.git",
                "s3://key:hunter2@bucket/a",
                "s3://Bucket/a",
                "s3://a/b",
                "s3:bucket/a",
                "delivery://box",
                "delivery:../box",
                "folder:",
                "folder:/",
                "folder:/srv/home",
                "folder://srv/home",
                "folder:..",
                "folder:a/../b",
                "folder:a//b",
                "folder:a/",
                "folder:.hidden",
                "folder:a.",
                "folder:a/con",
                "folder:NUL.txt/a",
                "folder:a%2fb",
                "folder:a\\b",
                "folder:a b",
                "folder:C:",
                "folder:\u00e9",
                "folder:1/2/3/4/5/6/7/8/9"
            })
    void refuses(String text) {
        var refusal = catchThrowableOfType(SourceRefused.class, () -> Locator.parse(text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(SourceRefused.Reason.POLICY);
        assertThat(refusal.detail()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1", "127.1", "127.0.1",
                "127.0.0.01", "127.0.0.256", "1.2.3.4.5", "0", "0x0", "127.0.0.0x1", "10.0x0.0.1"
            })
    void refusesAddressesInUnusualSpellings(String host) {
        assertThatThrownBy(() -> Locator.parse("https://" + host + "/a.git"))
                .isInstanceOf(SourceRefused.class)
                .hasMessageContaining("unusual");
    }

    @ParameterizedTest
    @CsvSource({
        "https://vendor.example/team, https://vendor.example/team/a.git, true",
        "https://vendor.example/team, https://vendor.example/team, true",
        "https://vendor.example, https://vendor.example/team/a.git, true",
        "https://vendor.example/team, https://vendor.example/teammate/a.git, false",
        "https://vendor.example/team, https://vendor.example/Team/a.git, false",
        "https://vendor.example/team/a.git, https://vendor.example/team, false",
        "https://vendor.example/team, http://vendor.example/team/a.git, false",
        "https://vendor.example/team, https://vendor.example:8443/team/a.git, false",
        "https://vendor.example, https://evil.vendor.example/a.git, false",
        "https://vendor.example, https://vendor.example.evil.example/a.git, false"
    })
    void coversWholePathSegmentsOfTheSameOrigin(String prefix, String locator, boolean covered) {
        assertThat(Locator.parse(prefix).covers(Locator.parse(locator))).isEqualTo(covered);
    }

    /** The parser that connects must see the host that was checked. */
    @Test
    void agreesWithJavasOwnParserOnWhateverItAccepts() {
        var random = new Random(20261123);
        String alphabet = "ab.:/@%[]-_?#\\01x2e";
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder("https://");
            random.ints(1 + random.nextInt(14), 0, alphabet.length()).forEach(c -> text.append(alphabet.charAt(c)));
            Locator locator;
            try {
                locator = Locator.parse(text.toString());
            } catch (SourceRefused e) {
                continue;
            }
            accepted++;
            URI uri = URI.create(locator.toString());
            assertThat(uri.getHost()).isEqualTo(locator.host());
            assertThat(uri.getPort()).isEqualTo(locator.port());
            assertThat(uri.getRawUserInfo()).isNull();
            assertThat(uri.getRawPath()).isEqualTo(locator.path());
            assertThat(Locator.parse(locator.toString())).isEqualTo(locator);
        }
        assertThat(accepted).isGreaterThan(1_000);
    }
}
