package dev.handback.sources;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Repository hosts for tests of other rooms. */
public final class RepositoryHostFixture {
    private RepositoryHostFixture() {}

    /** The one connection is set to be of this kind; "" leaves that unsaid. */
    public static RepositoryHosts of(Connections connections, String kind) {
        return of(connections, kind, null);
    }

    static RepositoryHosts of(Connections connections, String kind, @Nullable String api) {
        var entries = new HashMap<String, RepositoryHostSettings.Entry>();
        for (var connection : connections.all())
            entries.put(
                    connection.name(),
                    new RepositoryHostSettings.Entry(kind.isEmpty() ? null : RepositoryHost.Kind.valueOf(kind), api));
        return new RepositoryHosts(new RepositoryHostSettings(Map.copyOf(entries)), connections);
    }
}
