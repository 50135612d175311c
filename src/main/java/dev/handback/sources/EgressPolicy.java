package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Decides what may be connected to. A name is resolved once, every address of the answer is checked, and only these
 * checked addresses are connected to, so a second answer of the name server cannot lead elsewhere.
 */
@Component
public class EgressPolicy {

    /** Asks the name server. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** A locator together with the only addresses that may be connected to for it. */
    record Destination(Locator locator, List<InetAddress> addresses) {}

    private final Resolver resolver;

    public EgressPolicy() {
        this(InetAddress::getAllByName);
    }

    EgressPolicy(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Checks all that needs no network: scheme, the connection's urls, addresses written as numbers.
     *
     * @throws SourceRefused with what is wrong and which setting decides it
     */
    public void check(Connection connection, Locator locator) {
        Connection.Kind needed = Connection.Kind.of(locator.scheme());
        if (needed != connection.kind())
            throw SourceRefused.policy(
                    "CONNECTION_KIND",
                    "connection " + connection.name() + " is of kind "
                            + connection.kind().name().toLowerCase(Locale.ROOT) + "; " + locator + " needs one of kind "
                            + needed.name().toLowerCase(Locale.ROOT));
        if (locator.scheme() == Locator.Scheme.HTTP && !connection.allowHttp())
            throw SourceRefused.policy(
                    "HTTP_NOT_ALLOWED",
                    "connection " + connection.name() + " does not allow http:// (allow-http); use https://");
        if (!connection.covers(locator))
            throw SourceRefused.policy(
                    "NOT_BELOW_CONNECTION",
                    locator + " lies below no url of connection " + connection.name() + ", which allows "
                            + connection.urls());
        S3Access store = connection.s3();
        String host = store == null ? locator.host() : store.endpoint().host();
        InetAddress literal = HostName.literal(host);
        if (literal != null) checkAddress(connection, host, literal);
    }

    /** Checks everything and resolves, once. */
    Destination admit(Connection connection, Locator locator) {
        check(connection, locator);
        return new Destination(locator, admitHost(connection, locator.host()));
    }

    /** Resolves a host that the connection's own settings lead to, once, and checks every address. */
    List<InetAddress> admitHost(Connection connection, String host) {
        List<InetAddress> addresses = resolve(host);
        addresses.forEach(address -> checkAddress(connection, host, address));
        return addresses;
    }

    /** The same for a host of the client's own settings, which has no connection. */
    List<InetAddress> admitHost(String who, boolean allowPrivate, String host) {
        List<InetAddress> addresses = resolve(host);
        addresses.forEach(address -> checkAddress(who, allowPrivate, host, address));
        return addresses;
    }

    private List<InetAddress> resolve(String host) {
        InetAddress literal = HostName.literal(host);
        if (literal != null) return List.of(literal);
        try {
            List<InetAddress> addresses = List.of(resolver.resolve(host));
            if (addresses.isEmpty()) throw new UnknownHostException();
            return addresses;
        } catch (UnknownHostException e) {
            throw new SourceRefused(
                    Reason.UNREACHABLE, "HOST_UNKNOWN", "the name " + host + " has no address; check it");
        }
    }

    private static void checkAddress(Connection connection, String host, InetAddress address) {
        checkAddress("connection " + connection.name(), connection.allowPrivateAddresses(), host, address);
    }

    /** @param who whose settings decide, such as "connection acme" */
    private static void checkAddress(String who, boolean allowPrivate, String host, InetAddress address) {
        AddressRange range = AddressRange.of(address);
        if (range == AddressRange.PUBLIC || range == AddressRange.PRIVATE && allowPrivate) return;
        throw SourceRefused.policy(
                "ADDRESS_REFUSED",
                host + " is " + address.getHostAddress() + ", "
                        + (range == AddressRange.NEVER
                                ? "which is never connected to (link-local, metadata, multicast or reserved)"
                                : "a loopback, private or reserved address; " + who
                                        + " does not allow it (allow-private-addresses)"));
    }
}
