package dev.handback.sources;

import dev.handback.sources.RepositoryHost.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Which connections of kind git lead to a GitHub or a GitLab, and where that is asked for its repositories. */
@Component
@EnableConfigurationProperties(RepositoryHostSettings.class)
public class RepositoryHosts {
    private final Map<String, RepositoryHost> hosts = new HashMap<>();

    RepositoryHosts(RepositoryHostSettings settings, Connections connections) {
        for (var connection : connections.all()) {
            var entry = settings.connections().get(connection.name());
            try {
                found(connection, entry).ifPresent(host -> hosts.put(connection.name(), host));
            } catch (SourceRefused e) {
                throw new IllegalArgumentException("handback.connections." + connection.name() + ": " + e.detail(), e);
            }
        }
    }

    /** Empty for a git server of which we only know that it speaks git. */
    public Optional<RepositoryHost> of(String connection) {
        return Optional.ofNullable(hosts.get(connection));
    }

    private static Optional<RepositoryHost> found(Connection connection, RepositoryHostSettings.@Nullable Entry entry) {
        var named = entry == null ? null : entry.host();
        var api = entry == null ? null : entry.api();
        if (named == null && api != null) throw refused("api: needs host: github or gitlab");
        if (named != null && connection.kind() != Connection.Kind.GIT) throw refused("host: is for kind git");
        var urls = web(connection);
        if (urls.isEmpty()) {
            if (named != null) throw refused("host: needs an https:// url, which the interface is asked beside");
            return Optional.empty();
        }
        var first = urls.get(0);
        var kind = named == null ? known(first.host()) : named;
        if (kind == null) return Optional.empty();
        if (urls.stream().anyMatch(url -> !origin(url).equals(origin(first)))) {
            if (named == null) return Optional.empty();
            throw refused("host: expected urls of one host, found several; give each a connection of its own");
        }
        return Optional.of(new RepositoryHost(kind, api == null ? standard(kind, first) : checked(connection, api)));
    }

    private static List<Locator> web(Connection connection) {
        return connection.urls().stream()
                .filter(url -> url.scheme() == Locator.Scheme.HTTPS || url.scheme() == Locator.Scheme.HTTP)
                .toList();
    }

    private static @Nullable Kind known(String host) {
        return switch (host) {
            case "github.com" -> Kind.GITHUB;
            case "gitlab.com" -> Kind.GITLAB;
            default -> null;
        };
    }

    private static Locator standard(Kind kind, Locator url) {
        if (url.host().equals("github.com")) return Locator.parse("https://api.github.com");
        return Locator.parse(origin(url) + (kind == Kind.GITHUB ? "/api/v3" : "/api/v4"));
    }

    /** Scheme, host and port. */
    static String origin(Locator url) {
        var whole = url.toString();
        return whole.substring(0, whole.length() - url.path().length());
    }

    private static Locator checked(Connection connection, String api) {
        var locator = Locator.parse(api);
        var web = Stream.of(Locator.Scheme.HTTPS, Locator.Scheme.HTTP).anyMatch(locator.scheme()::equals);
        if (!web) throw refused("api: expected https://host/path");
        if (locator.scheme() == Locator.Scheme.HTTP && !connection.allowHttp())
            throw refused("api: an http:// address needs allow-http: true");
        return locator;
    }

    private static SourceRefused refused(String why) {
        return SourceRefused.policy("SETTING_REFUSED", why);
    }
}
