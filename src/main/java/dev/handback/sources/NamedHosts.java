package dev.handback.sources;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * HTTP to hosts that the client's own settings name, under the egress policy: https, or http where the host is loopback by
 * its spelling; a name is resolved once and only checked addresses are connected to; no redirect, proxy or cookie; an answer
 * is small and comes soon, or is refused.
 */
public final class NamedHosts implements ClientHttpRequestFactory {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** A whole request, however lively its bytes drip. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final EgressPolicy policy;
    private final String who;
    private final Set<String> hosts;
    private final boolean allowPrivate;

    /** @param who whose settings name them, for messages */
    public NamedHosts(EgressPolicy policy, String who, Set<String> hosts, boolean allowPrivate) {
        this.policy = policy;
        this.who = who;
        this.hosts = Set.copyOf(hosts);
        this.allowPrivate = allowPrivate;
    }

    /**
     * Checks all that needs no network.
     *
     * @throws SourceRefused with what is wrong and which setting decides it
     */
    public String check(URI address) {
        if (address.getHost() == null || address.getRawUserInfo() != null)
            throw SourceRefused.policy("OTHER_HOST_REFUSED", who + ": expected https://host without a user");
        String host = HostName.canonical(address.getHost());
        InetAddress literal = HostName.literal(host);
        boolean loopback = host.equals("localhost") || literal != null && literal.isLoopbackAddress();
        if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && loopback))
            throw SourceRefused.policy("HTTP_NOT_ALLOWED", who + ": " + host + " is not reached by https");
        if (!hosts.contains(host))
            throw SourceRefused.policy("OTHER_HOST_REFUSED", who + " names " + hosts + ", not " + host);
        return host;
    }

    @Override
    public ClientHttpRequest createRequest(URI address, HttpMethod method) {
        String host = check(address);
        return new Request(address, method, policy.admitHost(who, allowPrivate, host));
    }

    private static CloseableHttpClient client(List<InetAddress> addresses) {
        var sockets = RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", PlainConnectionSocketFactory.INSTANCE)
                .register("https", SSLConnectionSocketFactory.getSocketFactory())
                .build();
        int silence = Math.toIntExact(SILENCE.toMillis());
        var connection = new BasicHttpClientConnectionManager(
                sockets,
                (route, config) -> new BoundedHead(SILENCE),
                null,
                host -> addresses.toArray(InetAddress[]::new));
        connection.setSocketConfig(SocketConfig.custom().setSoTimeout(silence).build());
        return HttpClients.custom()
                .setConnectionManager(connection)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                        .setSocketTimeout(silence)
                        .build())
                .setUserAgent("handback")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .build();
    }

    /** One request over one connection, which its answer closes. */
    private static final class Request extends AbstractClientHttpRequest {
        private final URI address;
        private final HttpMethod method;
        private final List<InetAddress> addresses;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Request(URI address, HttpMethod method, List<InetAddress> addresses) {
            this.address = address;
            this.method = method;
            this.addresses = addresses;
        }

        @Override
        public HttpMethod getMethod() {
            return method;
        }

        @Override
        public URI getURI() {
            return address;
        }

        @Override
        protected OutputStream getBodyInternal(HttpHeaders headers) {
            return body;
        }

        @Override
        protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
            var request = request(headers);
            var end = PinnedHttp.WATCH.schedule(request::abort, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            try (var client = client(addresses);
                    var answer = client.execute(request)) {
                return SmallAnswer.of(answer);
            } finally {
                end.cancel(false);
            }
        }

        private HttpUriRequest request(HttpHeaders headers) {
            var request = RequestBuilder.create(method.name()).setUri(address);
            headers.forEach((name, values) -> {
                if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH))
                    values.forEach(value -> request.addHeader(name, value));
            });
            if (body.size() > 0) request.setEntity(new ByteArrayEntity(body.toByteArray()));
            return request.build();
        }
    }
}
