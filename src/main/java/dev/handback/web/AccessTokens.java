package dev.handback.web;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.handback.people.CompanyLogin;
import dev.handback.people.LoginByCompany;
import dev.handback.people.LoginRefused;
import dev.handback.people.LoginRefused.Why;
import dev.handback.sources.SourceRefused;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Access tokens of the company's provider that a program brings to {@code /api} (RFC 6750, RFC 9068): signed by a key of the provider's
 * own list, of this issuer, meant for our audience, of now. An ID token is none, whatever it says. No bean, as {@link IdTokenLogin}.
 */
class AccessTokens implements AuthenticationProvider {
    private final CompanyProvider provider;
    private final CompanyLogin logins;
    private volatile Read read = new Read("", token -> {
        throw new IllegalStateException("no keys yet");
    });

    /** Kept as long as the provider's keys lie at the same address. */
    private record Read(String keys, JwtDecoder decoder) {}

    AccessTokens(CompanyProvider provider, CompanyLogin logins) {
        this.provider = provider;
        this.logins = logins;
    }

    @Override
    public Authentication authenticate(Authentication way) {
        return logins.byAccessToken(good(((BearerTokenAuthenticationToken) way).getToken()));
    }

    @Override
    public boolean supports(Class<?> type) {
        return BearerTokenAuthenticationToken.class.isAssignableFrom(type);
    }

    private Jwt good(String token) {
        try {
            return decoder().decode(token);
        } catch (BadJwtException e) {
            throw new LoginRefused(Why.INVALID, "the access token does not hold: " + e.getMessage(), e);
        } catch (JwtException e) {
            throw new LoginRefused(
                    Why.UNREACHABLE, "the company's login does not tell its keys now: try again later", e);
        }
    }

    private JwtDecoder decoder() {
        var described = provider.findByRegistrationId(LoginByCompany.PROVIDER).getProviderDetails();
        var keys = String.valueOf(described.getJwkSetUri());
        var known = read;
        if (!known.keys().equals(keys)) {
            known = new Read(keys, decoder(keys));
            read = known;
        }
        return known.decoder();
    }

    private JwtDecoder decoder(String keys) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                IdTokens.GOOD.stream()
                        .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
                        .collect(Collectors.toSet()),
                source(keys)));
        processor.setJWTClaimsSetVerifier((claims, context) -> {
            // the validator below does
        });
        var decoder = new NimbusJwtDecoder(processor);
        var settings = provider.settings();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(settings.clockSkew()),
                new JwtClaimValidator<>("exp", Objects::nonNull),
                new JwtIssuerValidator(settings.issuer()),
                new JwtClaimValidator<Object>("sub", sub -> sub instanceof String name && !name.isBlank()),
                // an ID token has one, an access token never
                new JwtClaimValidator<>("nonce", Objects::isNull),
                new JwtClaimValidator<Object>(
                        "aud", aud -> aud instanceof Collection<?> all && all.contains(settings.audience()))));
        return decoder;
    }

    /** Anybody can bring a token that names an unknown key: the provider is asked for its list twice in half a minute at most. */
    private JWKSource<SecurityContext> source(String keys) {
        try {
            URL address = URI.create(keys).toURL();
            return JWKSourceBuilder.create(address, this::fetched).build();
        } catch (IOException e) {
            throw new IllegalArgumentException("the provider's keys lie at " + keys, e);
        }
    }

    private Resource fetched(URL keys) throws IOException {
        try {
            var list = RestClient.builder()
                    .requestFactory(provider.http())
                    .build()
                    .get()
                    .uri(URI.create(keys.toString()))
                    .accept(MediaType.APPLICATION_JSON)
                    .retrieve()
                    .body(String.class);
            return new Resource(String.valueOf(list), MediaType.APPLICATION_JSON_VALUE);
        } catch (RestClientException | SourceRefused e) {
            throw new IOException("the provider's keys cannot be read", e);
        }
    }
}
