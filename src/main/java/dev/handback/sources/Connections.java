package dev.handback.sources;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The configured connections, the only place credentials live. */
@Component
@EnableConfigurationProperties(ConnectionSettings.class)
public class Connections {

    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private final Map<String, List<Locator>> controls = new HashMap<>();

    Connections(ConnectionSettings settings) {
        HermeticGit.install();
        settings.connections().forEach((name, entry) -> connections.put(name, checked(name, entry)));
    }

    private Connection checked(String name, ConnectionSettings.Entry entry) {
        try {
            Connection connection = entry.named(name);
            if (connection.kind() == Connection.Kind.GIT && connection.urls().isEmpty())
                throw SourceRefused.policy("URLS_MISSING", "urls: expected at least one allowed prefix");
            boolean s3 = connection.kind() == Connection.Kind.S3;
            if (connection.urls().stream().anyMatch(url -> Connection.Kind.of(url.scheme()) != connection.kind()))
                throw SourceRefused.policy(
                        "URL_OF_OTHER_KIND",
                        "urls: expected " + (s3 ? "s3:// only" : "no s3:// and no folder: for kind git"));
            if (connection.ssh() == null
                    && connection.urls().stream().anyMatch(url -> url.scheme() == Locator.Scheme.SSH))
                throw SourceRefused.policy(
                        "SSH_NOT_CONFIGURED", "an ssh:// url needs private-key-file and known-hosts-file");
            if (!connection.allowHttp()
                    && Stream.concat(
                                    connection.urls().stream(),
                                    Stream.ofNullable(connection.s3()).map(S3Access::endpoint))
                            .anyMatch(url -> url.scheme() == Locator.Scheme.HTTP))
                throw SourceRefused.policy("HTTP_NOT_ALLOWED", "an http:// url needs allow-http: true");
            controls.put(name, entry.controls(connection));
            return connection;
        } catch (SourceRefused e) {
            throw new IllegalArgumentException("handback.connections." + name + ": " + e.detail(), e);
        }
    }

    public Optional<Connection> find(String name) {
        return Optional.ofNullable(connections.get(name));
    }

    /** @throws SourceRefused when no such connection is configured */
    public Connection require(String name) {
        return find(name)
                .orElseThrow(() -> SourceRefused.policy(
                        "CONNECTION_UNKNOWN",
                        "connection " + Printable.of(name) + " is not configured; add handback.connections."
                                + Printable.of(name)));
    }

    /**
     * Repositories behind a connection that its holder agreed to leave until the last look: they show that a credential still
     * opens a place where nothing else is found.
     */
    public List<Locator> controls(String name) {
        return controls.getOrDefault(name, List.of());
    }

    public Collection<Connection> all() {
        return Map.copyOf(connections).values();
    }
}
