package dev.handback.sources;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a repository's LFS objects may lie: beside it, or on another host that the connection's urls allow. The
 * credential stays with the first.
 */
final class LfsOrigins implements AutoCloseable {

    private static final int MOST = 16;

    private final Connection connection;
    private final Locator server;
    private final EgressPolicy policy;
    private final RemoteLimits limits;
    private final PinnedHttp own;
    private final Map<String, PinnedHttp> others = new HashMap<>();

    LfsOrigins(Connection connection, Locator server, EgressPolicy policy, RemoteLimits limits) {
        this.connection = connection;
        this.server = server;
        this.policy = policy;
        this.limits = limits;
        this.own = new PinnedHttp(
                policy.admit(connection, server),
                connection.basicAuthorization().orElse(null),
                limits);
    }

    PinnedHttp own() {
        return own;
    }

    boolean isOwn(Locator at) {
        return origin(at).equals(origin(server));
    }

    /** @throws SourceRefused when the connection does not allow this address */
    synchronized PinnedHttp of(Locator at) {
        policy.check(connection, at);
        if (isOwn(at)) return own;
        PinnedHttp known = others.get(origin(at));
        if (known != null) return known;
        if (others.size() >= MOST)
            throw SourceRefused.policy("LFS_HREF_REFUSED", "the objects lie on more than " + MOST + " other hosts");
        var http = new PinnedHttp(policy.admit(connection, at), null, limits);
        others.put(origin(at), http);
        return http;
    }

    private static String origin(Locator at) {
        return at.scheme() + "//" + at.host() + ":" + at.portOrDefault();
    }

    @Override
    public synchronized void close() {
        others.values().forEach(PinnedHttp::close);
        own.close();
    }
}
