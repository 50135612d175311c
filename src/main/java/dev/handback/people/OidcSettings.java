package dev.handback.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code handback.oidc.*}: the company's own OpenID Connect provider. Without an issuer people log in by password only.
 *
 * @param issuer the provider's issuer, exactly as it names itself; https, or http on loopback
 * @param clientId the name we are registered under at the provider
 * @param clientSecretFile holds the client secret in its first line; read anew for each login
 * @param clientSecret the same by environment; never write it into a file of settings
 * @param baseUrl where browsers reach Handback; the redirect URI begins with it, whatever a request says its host is
 * @param name how the provider is called on the login page
 * @param scopes what we ask the provider for
 * @param groupsClaim the claim that lists somebody's groups
 * @param groups our groups, each with the values of that claim that lead into it
 * @param hosts further hosts that the provider's own description may name beside the issuer's
 * @param allowPrivateAddresses whether the provider may have a private or loopback address
 * @param localLogin false: nobody logs in by password but the accounts of breakGlass
 * @param breakGlass administrators who may, for the day when the provider is out
 * @param audience whom access tokens at {@code /api} must be meant for; empty: none is believed
 * @param clockSkew how far the provider's clock may be behind or before ours
 */
@ConfigurationProperties("handback.oidc")
public record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @Nullable Path clientSecretFile,
        @Nullable String clientSecret,
        @DefaultValue("") String baseUrl,
        @DefaultValue("your company's login") String name,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue Map<String, List<String>> groups,
        @DefaultValue List<String> hosts,
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue("true") boolean localLogin,
        @DefaultValue(FirstPeople.FIRST) List<String> breakGlass,
        @DefaultValue("") String audience,
        @DefaultValue("10s") Duration clockSkew) {

    public OidcSettings {
        issuer = issuer.strip();
        baseUrl = baseUrl.strip().replaceAll("/+$", "");
        clientSecret = clientSecret == null || clientSecret.isBlank() ? null : clientSecret;
        scopes = List.copyOf(scopes);
        groups = Map.copyOf(groups);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        breakGlass = List.copyOf(breakGlass);
        audience = audience.strip();
        var problems = new ArrayList<String>();
        if (issuer.isEmpty()) {
            expect(audience.isEmpty(), "audience: expected none without an issuer", problems);
            expect(localLogin, "local-login: expected true, since without an issuer nobody could log in", problems);
        } else {
            expect(
                    isOrigin(issuer, true),
                    "issuer: expected https://host, or http:// on loopback, found " + issuer,
                    problems);
            expect(
                    isOrigin(baseUrl, false),
                    "base-url: expected https://host, or http:// on loopback, found '" + baseUrl + "'",
                    problems);
            expect(!clientId.isBlank(), "client-id: expected the name we have at the provider", problems);
            expect(
                    (clientSecretFile == null) != (clientSecret == null),
                    "client-secret-file: expected a file, or HANDBACK_OIDC_CLIENTSECRET in the environment, not both",
                    problems);
            expect(scopes.contains("openid"), "scopes: expected openid among them", problems);
            expect(!groups.isEmpty(), "groups: expected for at least one group the claim's values", problems);
            expect(
                    Groups.ALL.containsAll(groups.keySet()),
                    "groups: expected " + Groups.ALL + ", found " + groups.keySet(),
                    problems);
            expect(
                    localLogin || !breakGlass.isEmpty(),
                    "break-glass: expected an administrator, for the day when the provider is out",
                    problems);
            expect(
                    !audience.equals(clientId),
                    "audience: expected another than client-id, or ID tokens would open the REST interface",
                    problems);
            expect(
                    !clockSkew.isNegative() && clockSkew.compareTo(Duration.ofMinutes(1)) <= 0,
                    "clock-skew: expected 0s to 60s, found " + clockSkew,
                    problems);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public boolean on() {
        return !issuer.isEmpty();
    }

    /** Whether programs may bring the provider's access tokens. */
    public boolean takesAccessTokens() {
        return !audience.isEmpty();
    }

    /** The secret as it is now. */
    public String secret() {
        if (clientSecretFile == null) {
            return String.valueOf(clientSecret);
        }
        try (var lines = Files.lines(clientSecretFile)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new IllegalStateException(
                    "handback.oidc.client-secret-file " + clientSecretFile + " cannot be read", unreadable);
        }
    }

    /** Records print themselves; this one must not. */
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + "]";
    }

    private static void expect(boolean fulfilled, String otherwise, List<String> problems) {
        if (!fulfilled) {
            problems.add("handback.oidc." + otherwise);
        }
    }

    private static boolean isOrigin(String url, boolean withPath) {
        try {
            var uri = URI.create(url);
            var plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (withPath || uri.getRawPath().isEmpty());
            return plain
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && isLoopback(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** By its spelling, without asking a name server. */
    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return host.matches("\\[[0-9a-f:]+]|127(\\.[0-9]{1,3}){3}")
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
