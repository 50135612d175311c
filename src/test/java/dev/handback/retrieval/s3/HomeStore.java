package dev.handback.retrieval.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** A real store behind a door that a test may stand in: it sees each request, and does with it what bad stores do. */
final class HomeStore implements AutoCloseable {
    private static final Set<String> NOT_OURS = Set.of("content-length", "transfer-encoding", "connection", "expect");

    /** What becomes of a request. */
    interface Door {
        /** @return true when it was answered here */
        boolean stands(HttpExchange exchange, byte[] body) throws IOException;
    }

    private final String store;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CloseableHttpClient client = HttpClients.custom()
            .setMaxConnPerRoute(50)
            .disableContentCompression()
            .build();

    /** Methods and paths of what was written. */
    final List<String> writes = new CopyOnWriteArrayList<>();

    volatile Door before = (exchange, body) -> false;

    /** What is done once the store has answered, before the answer goes on; true when that is withheld. */
    volatile Door after = (exchange, body) -> false;

    /** Changes what is read. */
    volatile UnaryOperator<byte[]> content = bytes -> bytes;

    HomeStore(String store) throws IOException {
        this.store = store;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String method = exchange.getRequestMethod();
            if (method.equals("PUT") || method.equals("DELETE") || method.equals("POST"))
                writes.add(method + " " + exchange.getRequestURI());
            if (before.stands(exchange, body)) return;
            pass(exchange, body);
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException {
        var request =
                RequestBuilder.create(exchange.getRequestMethod()).setUri(URI.create(store + exchange.getRequestURI()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_OURS.contains(lower)) values.forEach(v -> request.addHeader(name, v));
        });
        if (body.length > 0 || Set.of("PUT", "POST").contains(exchange.getRequestMethod()))
            request.setEntity(new ByteArrayEntity(body));
        try (var answer = client.execute(request.build())) {
            byte[] read = answer.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(answer.getEntity());
            if (after.stands(exchange, body)) return;
            boolean object = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getPath().matches("/[^/]+/.+");
            byte[] sent = object ? content.apply(read) : read;
            for (var header : answer.getAllHeaders())
                if (!NOT_OURS.contains(header.getName().toLowerCase(Locale.ROOT)))
                    exchange.getResponseHeaders().add(header.getName(), header.getValue());
            boolean none = sent.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.getStatusLine().getStatusCode(), none ? -1 : sent.length);
            if (!none) exchange.getResponseBody().write(sent);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
