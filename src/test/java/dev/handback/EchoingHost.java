package dev.handback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A vendor's server that repeats our credential in whatever it answers, as careless error pages do: as the header it came
 * in, and read out. The first part of the path says how it answers.
 */
final class EchoingHost implements AutoCloseable {
    static final List<String> WAYS = List.of("500", "401", "403", "404", "302", "type", "err", "head");

    private final HttpServer server;
    private final AtomicInteger echoes = new AtomicInteger();

    EchoingHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often a credential was repeated. */
    int echoes() {
        return echoes.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var header = exchange.getRequestHeaders().getFirst("Authorization");
            if (header == null) {
                exchange.sendResponseHeaders(418, -1); // nobody asks without it
                return;
            }
            echoes.incrementAndGet();
            var pair = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
            answer(exchange, exchange.getRequestURI().getPath().split("/", 3)[1], header, pair);
        }
    }

    private static void answer(HttpExchange exchange, String way, String header, String pair) throws IOException {
        var words = "no access for " + header + ", which is " + pair;
        var url = URLEncoder.encode(pair, StandardCharsets.UTF_8).replace("%3A", ":");
        switch (way) {
            case "302" -> {
                exchange.getResponseHeaders().add("Location", "http://" + url + "@127.0.0.1/" + header.substring(6));
                exchange.sendResponseHeaders(302, -1);
            }
            case "type" -> say(exchange, 200, "text/html; was=\"" + words + "\"", words);
            case "err" -> {
                var line = "ERR " + words;
                say(
                        exchange,
                        200,
                        "application/x-git-upload-pack-advertisement",
                        "%04x%s".formatted(line.getBytes(StandardCharsets.UTF_8).length + 4, line));
            }
            case "head" -> {
                exchange.getResponseHeaders().add("X-Was", header);
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"" + header + "\"");
                say(exchange, 500, "text/plain", words);
            }
            default -> say(exchange, Integer.parseInt(way), "text/plain", words);
        }
    }

    private static void say(HttpExchange exchange, int status, String type, String words) throws IOException {
        var bytes = words.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
