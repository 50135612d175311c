package dev.handback.web;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import dev.handback.people.OidcSettings;
import java.util.Set;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/**
 * Reads ID tokens: signed by a key of the provider's own list with one of the algorithms that need its private key, for us,
 * of this issuer, of now. The nonce is compared by who asked for the token.
 */
class IdTokens implements JwtDecoderFactory<ClientRegistration> {
    /** Not HS256, whose key would be known to both sides, and never none. */
    static final Set<SignatureAlgorithm> GOOD = Set.of(
            SignatureAlgorithm.RS256,
            SignatureAlgorithm.RS384,
            SignatureAlgorithm.RS512,
            SignatureAlgorithm.PS256,
            SignatureAlgorithm.PS384,
            SignatureAlgorithm.PS512,
            SignatureAlgorithm.ES256,
            SignatureAlgorithm.ES384,
            SignatureAlgorithm.ES512);

    private final OidcSettings settings;
    private final RestTemplate http;
    private volatile Read read = new Read("", jwt -> {
        throw new IllegalStateException("no keys yet");
    });

    /** Kept as long as the provider's keys lie at the same address. */
    private record Read(String keys, JwtDecoder decoder) {}

    IdTokens(OidcSettings settings, ClientHttpRequestFactory http) {
        this.settings = settings;
        this.http = new RestTemplate(http);
    }

    @Override
    public JwtDecoder createDecoder(ClientRegistration provider) {
        var known = read;
        var keys = String.valueOf(provider.getProviderDetails().getJwkSetUri());
        if (!known.keys().equals(keys)) {
            known = new Read(keys, decoder(provider, keys));
            read = known;
        }
        return known.decoder();
    }

    private JwtDecoder decoder(ClientRegistration provider, String keys) {
        var decoder = NimbusJwtDecoder.withJwkSetUri(keys)
                .jwsAlgorithms(algorithms -> algorithms.addAll(GOOD))
                .jwtProcessorCustomizer(processor ->
                        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null)))
                .restOperations(http)
                .build();
        var ours = new OidcIdTokenValidator(provider);
        ours.setClockSkew(settings.clockSkew());
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(settings.clockSkew()), ours));
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        return decoder;
    }
}
