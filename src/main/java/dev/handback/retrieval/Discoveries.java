package dev.handback.retrieval;

import dev.handback.Sha256;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.Finding;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.retrieval.DiscoveredPlace.Standing;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.RepositoryHosts;
import dev.handback.vault.Vault;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What holders' systems list to our connections, compared with the register: in both, only theirs, only ours. It takes nothing
 * and changes no register, and what a credential is not shown is not in it.
 */
@Component
@EnableConfigurationProperties(ListingSettings.class)
public class Discoveries {
    private final DiscoveriesTable discoveries;
    private final Exits exits;
    private final Authorities authorities;
    private final Connections connections;
    private final RepositoryHosts hosts;
    private final Vault vault;

    Discoveries(
            DiscoveriesTable discoveries,
            Exits exits,
            Authorities authorities,
            Connections connections,
            RepositoryHosts hosts,
            Vault vault) {
        this.discoveries = discoveries;
        this.exits = exits;
        this.authorities = authorities;
        this.connections = connections;
        this.hosts = hosts;
        this.vault = vault;
    }

    /** @param findings what stands against asking over it for this exit */
    public record Askable(String connection, List<Finding> findings) {}

    /** The connections whose system has a list to give, by name, and whether it may be asked for now. */
    @Transactional
    public List<Askable> askable(String exit) {
        var id = exits.find(exit).exitId();
        return connections.all().stream()
                .filter(this::lists)
                .map(Connection::name)
                .sorted(Comparator.naturalOrder())
                .map(name -> new Askable(name, authorities.findings(id, name)))
                .toList();
    }

    private boolean lists(Connection connection) {
        return !connection.place()
                && (connection.kind() == Connection.Kind.S3
                        || hosts.of(connection.name()).isPresent());
    }

    /**
     * Records that a list is asked for; {@link Listings} makes it. Needs what retrieving over the connection needs. A refusal by the holder's system
     * ends it and stops nothing, since many a credential may read what it may not list.
     *
     * @return its number
     */
    @Transactional
    public String ask(String exitId, @Nullable String connection) {
        var exit = exits.find(exitId).exitId();
        var name = connection == null ? "" : connection.strip();
        var known = connections
                .find(name)
                .orElseThrow(() -> new InvalidInput(
                        List.of(new Problem("connection", "expected the name of a configured connection"))));
        if (!lists(known)) {
            throw new Refused(
                    "connection " + name + " has no list to ask for: expected a store of kind s3, or a GitHub or"
                            + " GitLab reached by https, named as such by its host, and nothing that we place at");
        }
        return discoveries.ask(exit, name);
    }

    @Transactional(readOnly = true)
    public Discovery find(String exit, String number) {
        var id = exits.find(exit).exitId();
        return discoveries
                .find(number)
                .filter(found -> found.exitId().equals(id))
                .orElseThrow(() -> new NotFound("discovery", number + " of exit " + id));
    }

    /** The newest first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<Discovery> list(String exit, int page, int size) {
        return discoveries.list(exits.find(exit).exitId(), page, size);
    }

    /** How many rows stand where, beside the register as it is now. */
    @Transactional(readOnly = true)
    public Map<Standing, Long> standings(Discovery discovery) {
        return discoveries.standings(discovery.discovery());
    }

    /** One page of its rows, what the register lacks first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<DiscoveredPlace> places(Discovery discovery, @Nullable Standing standing, int page, int size) {
        return discoveries.places(discovery.discovery(), standing, page, size);
    }

    /** How many living assets of the connection stand in no row of it. */
    @Transactional(readOnly = true)
    public long onlyOurs(Discovery discovery) {
        return discovery.state() == Discovery.State.LISTED ? discoveries.onlyOurs(discovery.discovery()) : 0;
    }

    @Transactional(readOnly = true)
    public List<String> onlyOurs(Discovery discovery, int page, int size) {
        return discovery.state() == Discovery.State.LISTED
                ? discoveries.onlyOurs(discovery.discovery(), page, size)
                : List.of();
    }

    /** Addresses that are listed, may be retrieved and are not in the register. */
    @Transactional(readOnly = true)
    public List<String> missing(Discovery discovery, boolean wikis) {
        return discoveries.missing(discovery.discovery(), wikis);
    }

    /** The list as it was written down, a line of JSON for each row. */
    public InputStream open(Discovery discovery) {
        if (discovery.state() != Discovery.State.LISTED) {
            throw new Refused("discovery " + discovery.discovery() + " has no list");
        }
        return vault.open(new Sha256(Objects.requireNonNull(discovery.listSha256())));
    }
}
