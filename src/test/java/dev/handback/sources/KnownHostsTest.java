package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {

    private static final PublicKey KEY = key().getPublic();
    private static final PublicKey OTHER = key().getPublic();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "git.vendor.example; git.vendor.example; 22; true",
                "git.vendor.example,203.0.113.7; git.vendor.example; 22; true",
                "[git.vendor.example]:2222; git.vendor.example; 2222; true",
                "[git.vendor.example]:2222; git.vendor.example; 22; false",
                "git.vendor.example; git.vendor.example; 2222; false",
                "git.vendor.example; git.vendor.example.evil.example; 22; false",
                "*.vendor.example; git.vendor.example; 22; true",
                "*.vendor.example,!git.vendor.example; git.vendor.example; 22; false",
                "[2001:db8::7]:2222; [2001:db8::7]; 2222; true",
            })
    void acceptsAKeyForTheHostsAndPortsOfItsLineOnly(String names, String host, int port, boolean accepted)
            throws Exception {
        assertThat(refusal(host, port, KEY, names + " " + line(KEY)).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void readsHashedNames() throws Exception {
        String plain = hashed("git.vendor.example") + " " + line(KEY);
        String port = hashed("[git.vendor.example]:2222") + " " + line(KEY);

        assertThat(refusal("git.vendor.example", 22, KEY, plain)).isEmpty();
        assertThat(refusal("git.vendor.example", 2222, KEY, port)).isEmpty();
        assertThat(refusal("git.vendor.example", 2222, KEY, plain)).isPresent();
        assertThat(refusal("other.vendor.example", 22, KEY, plain)).isPresent();
    }

    @Test
    void namesTheExpectedAndTheActualFingerprint() throws Exception {
        var changed = refusal("git.vendor.example", 22, OTHER, "git.vendor.example " + line(KEY))
                .orElseThrow();

        assertThat(changed.code()).isEqualTo("SSH_HOST_KEY_CHANGED");
        assertThat(changed.reason()).isEqualTo(SourceRefused.Reason.FORBIDDEN);
        assertThat(changed.detail()).contains(SshIdentity.fingerprint(KEY)).contains(SshIdentity.fingerprint(OTHER));
    }

    @Test
    void acceptsNothingOnTheWordOfACertificateAuthority() throws Exception {
        var unknown = refusal("git.vendor.example", 22, KEY, "@cert-authority *.vendor.example " + line(KEY))
                .orElseThrow();

        assertThat(unknown.code()).isEqualTo("SSH_HOST_KEY_UNKNOWN");
        assertThat(unknown.detail()).contains("certificate authorities are not supported");
    }

    @Test
    void refusesARevokedKeyOfWhateverHostAndPort() throws Exception {
        var revoked = refusal(
                "git.vendor.example",
                2222,
                KEY,
                "[git.vendor.example]:2222 " + line(KEY),
                "@revoked other.example " + line(KEY));

        assertThat(revoked.orElseThrow().code()).isEqualTo("SSH_HOST_KEY_REVOKED");
    }

    @Test
    void takesNoHalfOfABrokenFile() throws Exception {
        var broken = catchThrowableOfType(
                SourceRefused.class,
                () -> refusal(
                        "git.vendor.example",
                        22,
                        KEY,
                        "git.vendor.example " + line(KEY),
                        "@revoked * ssh-ed25519 AAAA"));

        assertThat(broken.code()).isEqualTo("KNOWN_HOSTS_UNREADABLE");
        assertThat(broken.reason()).isEqualTo(SourceRefused.Reason.OURS);
    }

    private Optional<SourceRefused> refusal(String host, int port, PublicKey shown, String... lines) throws Exception {
        Path file = Files.write(folder.resolve("known_hosts"), List.of(lines));
        var connection = new Connection(
                "vendor",
                Connection.Kind.GIT,
                List.of(),
                null,
                null,
                false,
                false,
                null,
                new SshAccess(file, null, file),
                false,
                null);
        return KnownHosts.read(connection, file, host, port).refusal(shown);
    }

    private static String line(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    private static String hashed(String name) throws Exception {
        byte[] salt = "twenty bytes of salt".getBytes(StandardCharsets.US_ASCII);
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        var encoder = Base64.getEncoder();
        return "|1|" + encoder.encodeToString(salt) + "|"
                + encoder.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)));
    }

    private static KeyPair key() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
