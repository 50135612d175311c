package dev.handback.web;

import dev.handback.people.LoginByCompany;
import dev.handback.people.LoginRefused;
import dev.handback.people.LoginRefused.Why;
import dev.handback.people.OidcSettings;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.NamedHosts;
import dev.handback.sources.SourceRefused;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The company's provider as it describes itself, read when the first person needs it and each hour anew: Handback starts
 * while the provider is out. Every address of the description must be at a host that our settings name. One that failed is
 * left alone for a while: an outage costs one request our patience, and not all of them.
 */
@Component
class CompanyProvider implements ClientRegistrationRepository {
    static final String WAY_BACK = "/login/oauth2/code/" + LoginByCompany.PROVIDER;
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(15);

    /** Who comes while another asks waits no longer for what that one hears. */
    private static final Duration WAIT = Duration.ofSeconds(3);

    private final OidcSettings settings;
    private final NamedHosts hosts;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Described described;
    private volatile @Nullable Failed failed;

    private record Described(ClientRegistration registration, Instant at) {}

    private record Failed(LoginRefused why, Instant at) {}

    CompanyProvider(OidcSettings settings, EgressPolicy policy, Clock clock) {
        this.settings = settings;
        this.hosts = new NamedHosts(policy, "handback.oidc", names(settings), settings.allowPrivateAddresses());
        this.clock = clock;
    }

    private static Set<String> names(OidcSettings settings) {
        var names = new LinkedHashSet<>(settings.hosts());
        if (settings.on()) {
            names.add(URI.create(settings.issuer()).getHost().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    OidcSettings settings() {
        return settings;
    }

    ClientHttpRequestFactory http() {
        return hosts;
    }

    /** Where a form of ours may lead a browser besides to ourselves. */
    List<String> origins() {
        if (!settings.on()) {
            return List.of();
        }
        var issuer = URI.create(settings.issuer());
        return Stream.concat(
                        Stream.of(issuer.getScheme() + "://" + issuer.getRawAuthority()),
                        settings.hosts().stream().map(host -> "https://" + host))
                .distinct()
                .toList();
    }

    /** @throws LoginRefused when the provider cannot be reached or describes itself in a way that cannot be used */
    @Override
    public ClientRegistration findByRegistrationId(String id) {
        if (!settings.on() || !id.equals(LoginByCompany.PROVIDER)) {
            throw new LoginRefused(Why.NOT_ASKED, "no such provider");
        }
        var known = fresh().orElseGet(this::ask);
        // the secret is never kept: it is what the file says now
        return ClientRegistration.withClientRegistration(known.registration())
                .clientSecret(settings.secret())
                .build();
    }

    private Optional<Described> fresh() {
        return Optional.ofNullable(described)
                .filter(known -> !known.at().plus(KEPT).isBefore(clock.instant()));
    }

    private Described ask() {
        if (!isMyTurn()) {
            throw new LoginRefused(Why.UNREACHABLE, "another request is asking the provider, in vain so far");
        }
        try {
            return fresh().orElseGet(this::askNow);
        } finally {
            asking.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return asking.tryLock(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Described askNow() {
        var before = failed;
        if (before != null && before.at().plus(LEFT_ALONE).isAfter(clock.instant())) {
            throw new LoginRefused(Why.UNREACHABLE, "the provider failed a moment ago and is left alone", before.why());
        }
        try {
            var known = new Described(describe(), clock.instant());
            described = known;
            return known;
        } catch (LoginRefused why) {
            failed = new Failed(why, clock.instant());
            throw why;
        }
    }

    private ClientRegistration describe() {
        try {
            var description = RestClient.builder()
                    .requestFactory(hosts)
                    .build()
                    .get()
                    .uri(URI.create(settings.issuer().replaceAll("/+$", "") + "/.well-known/openid-configuration"))
                    .retrieve()
                    .body(new ParameterizedTypeReference<Map<String, Object>>() {});
            return registration(description == null ? Map.of() : description);
        } catch (RestClientException | SourceRefused | IllegalArgumentException | IllegalStateException e) {
            throw new LoginRefused(Why.UNREACHABLE, "the provider's description cannot be used", e);
        }
    }

    private ClientRegistration registration(Map<String, Object> description) {
        if (!settings.issuer().equals(description.get("issuer"))) {
            throw new IllegalArgumentException("it calls itself " + description.get("issuer"));
        }
        for (var address : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
            hosts.check(URI.create(String.valueOf(description.get(address))));
        }
        for (var address : List.of("userinfo_endpoint", "end_session_endpoint")) {
            if (description.get(address) instanceof String given) {
                hosts.check(URI.create(given));
            }
        }
        return ClientRegistrations.fromOidcConfiguration(description)
                .registrationId(LoginByCompany.PROVIDER)
                .clientId(settings.clientId())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .scope(settings.scopes())
                .redirectUri(settings.baseUrl() + WAY_BACK)
                .build();
    }

    /** Where logging out ends the provider's session, too; empty when it offers none or was not needed yet. */
    Optional<String> logout() {
        var known = described;
        var end = known == null
                ? null
                : known.registration()
                        .getProviderDetails()
                        .getConfigurationMetadata()
                        .get("end_session_endpoint");
        // no id_token_hint: we keep no token to give
        return Optional.ofNullable(end).map(address -> UriComponentsBuilder.fromUriString(String.valueOf(address))
                .queryParam("client_id", "{client}")
                .queryParam("post_logout_redirect_uri", "{back}")
                .encode()
                .buildAndExpand(settings.clientId(), settings.baseUrl() + "/login?logout")
                .toUriString());
    }
}
