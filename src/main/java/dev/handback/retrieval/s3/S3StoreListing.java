package dev.handback.retrieval.s3;

import dev.handback.exits.Authorities;
import dev.handback.exits.GateRefused;
import dev.handback.exits.Refused;
import dev.handback.retrieval.StoreListing;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.S3Store;
import dev.handback.sources.SourceRefused;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class S3StoreListing implements StoreListing {
    private final Connections connections;
    private final EgressPolicy policy;
    private final S3Limits limits;
    private final Authorities authorities;

    S3StoreListing(Connections connections, EgressPolicy policy, S3Limits limits, Authorities authorities) {
        this.connections = connections;
        this.policy = policy;
        this.limits = limits;
        this.authorities = authorities;
    }

    @Override
    public List<String> places(String exit, String name) {
        var findings = authorities.findings(exit, name);
        if (!findings.isEmpty()) {
            throw new GateRefused("Listing connection " + name, findings);
        }
        try {
            var connection = connections.require(name);
            if (connection.s3() != null && !connection.urls().isEmpty()) {
                return connection.urls().stream().map(Locator::toString).toList();
            }
            try (var store = S3Store.open(connection, policy, limits.store())) {
                var buckets = store.buckets();
                if (buckets.isEmpty()) {
                    throw new Refused("connection " + name + " lists no bucket to " + connection.seenAs()
                            + ", which does not mean that there is none; paste the addresses you know of instead");
                }
                return buckets.stream().map(Locator::toString).toList();
            }
        } catch (SourceRefused e) {
            throw new Refused("connection " + name + " cannot be listed: " + e.detail()
                    + "; paste the addresses you know of instead, one a line");
        }
    }
}
