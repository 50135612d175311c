package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one destination. It connects to the checked addresses only (name and TLS server name stay the locator's),
 * follows no redirect, knows no proxy and no cookie, sends the credential to the locator's own origin only, and is cut
 * off when time is up or its thread is interrupted, which a blocked read would not notice.
 */
final class PinnedHttp implements HttpConnectionFactory, AutoCloseable {

    static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "egress-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final EgressPolicy.Destination destination;
    private final @Nullable String authorization;
    private final Unspoken unspoken;
    private final CloseableHttpClient client;
    private final Duration stall;
    private final ScheduledFuture<?> watch;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
    private volatile @Nullable SourceRefused refusal;

    PinnedHttp(EgressPolicy.Destination destination, @Nullable String authorization, RemoteLimits limits) {
        this(destination, authorization, limits, null);
    }

    /** @param transcript where all that is asked and answered is written down */
    PinnedHttp(
            EgressPolicy.Destination destination,
            @Nullable String authorization,
            RemoteLimits limits,
            @Nullable Transcript transcript) {
        this.destination = destination;
        this.authorization = authorization;
        this.unspoken = Unspoken.of(authorization);
        if (transcript != null) transcript.leaveOut(unspoken);
        this.client = client(limits, transcript);
        this.stall = limits.stall();
        Thread owner = Thread.currentThread();
        long end = System.nanoTime() + limits.wallTime().toNanos();
        this.watch = WATCH.scheduleWithFixedDelay(
                () -> cutOff(owner, end, limits.wallTime()), 500, 500, TimeUnit.MILLISECONDS);
    }

    private CloseableHttpClient client(RemoteLimits limits, @Nullable Transcript transcript) {
        int stall = Math.toIntExact(limits.stall().toMillis());
        var sockets = RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", PlainConnectionSocketFactory.INSTANCE)
                .register("https", SSLConnectionSocketFactory.getSocketFactory())
                .build();
        var connections = new PoolingHttpClientConnectionManager(
                sockets, (route, config) -> new BoundedHead(limits.stall()), this::pinned);
        // JGit leaves some answers unread; enough places that nobody waits for one of these
        connections.setMaxTotal(64);
        connections.setDefaultMaxPerRoute(64);
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(stall).build());
        var builder = HttpClientBuilder.create();
        if (transcript != null) builder.addInterceptorLast(transcript.ofHttp());
        return builder.setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(Math.toIntExact(limits.connect().toMillis()))
                        .setConnectionRequestTimeout(stall)
                        .setSocketTimeout(stall)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .build())
                .setUserAgent("git/2.0 (handback)")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    private InetAddress[] pinned(String host) {
        String expected = destination.locator().host().replaceAll("[\\[\\]]", "");
        if (!host.replaceAll("[\\[\\]]", "").equalsIgnoreCase(expected))
            throw SourceRefused.policy(
                    "OTHER_HOST_REFUSED", "asked to connect to " + Printable.of(host) + " instead of " + expected);
        return destination.addresses().toArray(InetAddress[]::new);
    }

    private void cutOff(Thread owner, long end, Duration wallTime) {
        if (System.nanoTime() - end > 0)
            refusal = SourceRefused.policy(
                    "TIME_LIMIT",
                    "took longer than the wall time of " + wallTime + "; raise the limit or take it in parts");
        if (refusal != null || owner.isInterrupted()) closeClient();
    }

    /** Why a request failed, when this class knows better than the exception; null otherwise. */
    @Nullable
    SourceRefused refusal() {
        return refusal;
    }

    /** What must be left out of what the other side says. */
    Unspoken unspoken() {
        return unspoken;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        requireOwnOrigin(url);
        return new PinnedConnection(this, url, authorization, client);
    }

    /**
     * Sends one request of our own and judges no status. The caller closes the answer, which frees its connection even
     * when nobody read the body: JGit's requests cannot do that, and a thousand refusals would use up the pool.
     *
     * @param identified whether our own credential goes with it
     */
    CloseableHttpResponse send(HttpUriRequest request, boolean identified) throws IOException {
        requireOwnOrigin(request.getURI().toURL());
        if (identified && authorization != null) request.setHeader("Authorization", authorization);
        return client.execute(request);
    }

    /** What was answered, held to the slowest speed; nothing where there is no body. */
    InputStream body(HttpResponse answer) throws IOException {
        return answer.getEntity() == null
                ? InputStream.nullInputStream()
                : SlowLine.over(answer.getEntity().getContent(), stall);
    }

    /** A busy server is left alone by all threads, not only by the one that was told so. */
    void leaveAlone(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        quietUntil.accumulateAndGet(until, (known, asked) -> asked - known > 0 ? asked : known);
    }

    /** How much longer it is to be left alone; never negative. */
    Duration leftAlone() {
        return Duration.ofNanos(Math.max(0, quietUntil.get() - System.nanoTime()));
    }

    private void requireOwnOrigin(URL url) {
        Locator own = destination.locator();
        HttpHost origin =
                new HttpHost(own.host(), own.portOrDefault(), own.scheme().name());
        int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
        boolean same = url.getProtocol().equalsIgnoreCase(origin.getSchemeName())
                && url.getHost().equalsIgnoreCase(origin.getHostName())
                && port == origin.getPort();
        if (!same)
            throw SourceRefused.policy("OTHER_HOST_REFUSED", "asked to go to another origin than that of " + own);
    }

    /** The proxy that JGit found in the JVM's settings is not used: it would resolve the name a second time. */
    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return create(url);
    }

    /** Turns an HTTP status into what it says about the holder's system; called for each answer. */
    void answered(int status, @Nullable String location) throws IOException {
        if (status < 300) return;
        SourceRefused what = refusalOf(status, location);
        refusal = what;
        throw what;
    }

    private SourceRefused refusalOf(int status, @Nullable String location) {
        String who = destination.locator() + " answered " + status;
        return switch (status) {
            case 401 ->
                new SourceRefused(
                        Reason.FORBIDDEN,
                        "HTTP_401",
                        who
                                + (authorization == null
                                        ? "; the connection has no password-file"
                                        : "; user name or password is not accepted"));
            case 403 -> new SourceRefused(Reason.FORBIDDEN, "HTTP_403", who + "; the credential may not read it");
            case 404, 410 ->
                new SourceRefused(
                        Reason.GONE, "HTTP_" + status, who + "; it does not exist, or is hidden from this credential");
            case 300, 301, 302, 303, 307, 308 ->
                SourceRefused.policy(
                        "REDIRECT_REFUSED",
                        who + " and leads to " + withoutQuery(location)
                                + "; redirects are not followed: register the final address after checking it");
            default -> new SourceRefused(Reason.UNREACHABLE, "HTTP_" + status, who + "; retry later");
        };
    }

    private static String withoutQuery(@Nullable String location) {
        // a redirect's query and user part can hold tokens
        return location == null
                ? "nowhere"
                : Printable.of(location.replaceAll("[?#].*", "").replaceAll("//[^/]*@", "//"));
    }

    private void closeClient() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        closeClient();
    }
}
