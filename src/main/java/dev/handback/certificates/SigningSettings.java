package dev.handback.certificates;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The company's sealing key and its time-stamping authorities.
 *
 * @param keystore a PKCS#12 file; without one an evaluation key is made, and every document says so
 * @param passwordFile holds the key store's password
 * @param alias the key to use; needed only when the key store has several
 * @param tsaUrls RFC 3161 authorities, tried in this order; with one the seal is B-LT, without B-B
 * @param trustAnchors root certificates (PEM or DER) of the key and of the authorities
 * @param reason put before the intent sentence in the signature
 */
@ConfigurationProperties("handback.signing")
public record SigningSettings(
        @Nullable Path keystore,
        @Nullable Path passwordFile,
        @Nullable String alias,
        @Nullable List<URI> tsaUrls,
        @Nullable List<Path> trustAnchors,
        @Nullable String reason) {

    public SigningSettings {
        tsaUrls = tsaUrls == null ? List.of() : List.copyOf(tsaUrls);
        trustAnchors = trustAnchors == null ? List.of() : List.copyOf(trustAnchors);
        if (keystore != null && passwordFile == null) {
            throw new IllegalArgumentException(
                    "handback.signing.keystore is set, but handback.signing.password-file is not");
        }
        for (var url : tsaUrls) {
            if (url.getRawUserInfo() != null) { // it would stand in logs, messages and beside each time-stamp
                throw new IllegalArgumentException(
                        "handback.signing.tsa-urls: expected an address without user or password, found one at "
                                + url.getHost());
            }
            if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
                throw new IllegalArgumentException("handback.signing.tsa-urls: " + url + ": expected http or https");
            }
        }
    }

    /** Nothing configured: an evaluation key and no time stamp. */
    public static SigningSettings none() {
        return new SigningSettings(null, null, null, null, null, null);
    }

    List<URI> authorities() {
        return tsaUrls == null ? List.of() : tsaUrls;
    }

    List<Path> anchors() {
        return trustAnchors == null ? List.of() : trustAnchors;
    }
}
