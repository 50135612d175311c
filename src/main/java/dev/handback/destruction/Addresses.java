package dev.handback.destruction;

import dev.handback.assets.Asset;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where an asset lies at its holder, as the register says.
 *
 * @param probeable its locator, and each of its locations that its connection may ask, as the register spells them
 * @param others locations that no look of ours can reach, such as tapes and laptops
 */
record Addresses(String seenAs, List<String> probeable, List<String> others) {

    /** Locations stand in one cell, separated by semicolons. */
    static Addresses of(Asset row, Connections connections, EgressPolicy policy) {
        var connection = connections.find(String.valueOf(row.connection()));
        var probeable = new ArrayList<>(List.of(Objects.requireNonNull(row.locator())));
        var others = new ArrayList<String>();
        locations(row).forEach(location -> {
            if (connection.filter(c -> mayAsk(c, location, policy)).isEmpty()) others.add(location);
            else if (!probeable.contains(location)) probeable.add(location);
        });
        return new Addresses(
                connection.map(c -> seenAs(c, probeable.get(0))).orElse("nobody"),
                List.copyOf(probeable),
                List.copyOf(others));
    }

    private static String seenAs(Connection connection, String locator) {
        try {
            return connection.seenAs(Locator.parse(locator));
        } catch (SourceRefused e) {
            // the look meets the same refusal and says it
            return connection.seenAs();
        }
    }

    private static Stream<String> locations(Asset row) {
        return Stream.of(Objects.requireNonNullElse(row.locations(), "").split(";"))
                .map(String::strip)
                .filter(location -> !location.isEmpty());
    }

    private static boolean mayAsk(Connection connection, String location, EgressPolicy policy) {
        try {
            policy.check(connection, Locator.parse(location));
            return true;
        } catch (SourceRefused e) {
            return false;
        }
    }

    String first() {
        return probeable.get(0);
    }
}
