package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A GitHub or GitLab on loopback, answer by answer: a real HTTP server that says what a test tells it to. */
public final class HostOnLoopback implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** Method, address and Authorization of each request, in order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** What one request is answered with. */
    @FunctionalInterface
    public interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    public HostOnLoopback() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "host-on-loopback");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var address = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestMethod() + " " + address + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            pages.getOrDefault(
                            address,
                            pages.getOrDefault(
                                    exchange.getRequestURI().getRawPath(), status(404, "{\"message\":\"Not Found\"}")))
                    .answer(exchange);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param address a path, or a path with its query, which goes first */
    public HostOnLoopback at(String address, Page page) {
        pages.put(address, page);
        return this;
    }

    public void remove(String address) {
        pages.remove(address);
    }

    public HostOnLoopback at(String address, String json, String... heads) {
        return at(address, status(200, json, heads));
    }

    /** @param heads names and values by turns */
    public static Page status(int status, String body, String... heads) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            for (int i = 0; i < heads.length; i += 2)
                exchange.getResponseHeaders().add(heads[i], heads[i + 1]);
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, status == 304 || bytes.length == 0 ? -1 : bytes.length);
            if (status != 304) exchange.getResponseBody().write(bytes);
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
