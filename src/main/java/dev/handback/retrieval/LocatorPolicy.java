package dev.handback.retrieval;

import dev.handback.assets.LocatorCheck;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets the register refuse at once what no connection may reach; names are resolved only when something is fetched. */
@Component
class LocatorPolicy implements LocatorCheck {
    private final Connections connections;
    private final EgressPolicy egress;

    LocatorPolicy(Connections connections, EgressPolicy egress) {
        this.connections = connections;
        this.egress = egress;
    }

    @Override
    public Optional<String> problem(String connection, String locator) {
        try {
            egress.check(connections.require(connection), Locator.parse(locator));
            return Optional.empty();
        } catch (SourceRefused refused) {
            return Optional.of(refused.detail());
        }
    }
}
