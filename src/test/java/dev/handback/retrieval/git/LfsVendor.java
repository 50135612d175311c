package dev.handback.retrieval.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.handback.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A vendor's Git LFS server, honest until a test tells it otherwise. */
final class LfsVendor implements HttpHandler {

    static final String POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, byte[]> objects = new HashMap<>();

    /** How many objects each batch asked for. */
    final List<Integer> batches = new CopyOnWriteArrayList<>();

    /** Oids that somebody downloaded from here, in order. */
    final List<String> downloads = new CopyOnWriteArrayList<>();

    /** Authorization headers: of batches, and of downloads. */
    final List<String> batchCredentials = new CopyOnWriteArrayList<>();

    final List<String> downloadCredentials = new CopyOnWriteArrayList<>();

    /** Statuses to answer the next batches with, before answering them well. */
    final Deque<Integer> batchStatuses = new ConcurrentLinkedDeque<>();

    /** Likewise for downloads. */
    final Deque<Integer> downloadStatuses = new ConcurrentLinkedDeque<>();

    @Nullable
    String batchAnswer;

    boolean dripBatches;

    /** Where the downloads lie; beside the repository when null. */
    @Nullable
    String storage;

    /** Changes the answer about one object. */
    BiConsumer<String, ObjectNode> answers = (oid, row) -> {};

    /** Sends a download instead of this server; true when it did. */
    Sender sender = (oid, exchange) -> false;

    @FunctionalInterface
    interface Sender {
        boolean send(String oid, HttpExchange exchange) throws IOException;
    }

    /** Keeps the content and answers the text of the pointer to it. */
    String add(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String oid = Sha256.of(bytes).hex();
        objects.put(oid, bytes);
        return POINTER.formatted(oid, bytes.length);
    }

    static String oid(String content) {
        return Sha256.of(content).hex();
    }

    /** Only the downloads, on a port of their own. */
    HttpServer elsewhere() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange);
            }
        });
        server.start();
        return server;
    }

    static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().endsWith("/objects/batch")) batch(exchange);
        else download(exchange);
    }

    private void batch(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        batches.add(request.path("objects").size());
        batchCredentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Integer status = batchStatuses.poll();
        if (status != null) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        String base = storage != null
                ? storage
                : "http://" + exchange.getRequestHeaders().getFirst("Host")
                        + exchange.getRequestURI().getPath().replace("/objects/batch", "");
        var answer = JSON.createObjectNode().put("transfer", "basic");
        var rows = answer.putArray("objects");
        for (JsonNode object : request.path("objects")) rows.add(row(object, base));
        if (dripBatches) drip(exchange, 100_000);
        else
            write(
                    exchange,
                    batchAnswer == null
                            ? JSON.writeValueAsBytes(answer)
                            : batchAnswer.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode row(JsonNode object, String base) {
        String oid = object.path("oid").asText();
        ObjectNode row = object.deepCopy();
        if (objects.containsKey(oid))
            row.putObject("actions").putObject("download").put("href", base + "/" + oid + "?token=t0ken");
        else row.putObject("error").put("code", 404).put("message", "Object does not exist");
        answers.accept(oid, row);
        return row;
    }

    static ObjectNode download(ObjectNode row) {
        return (ObjectNode) row.path("actions").path("download");
    }

    private void download(HttpExchange exchange) throws IOException {
        String oid = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        synchronized (downloads) { // two downloads at once: the same place in both lists
            downloads.add(oid);
            downloadCredentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        }
        Integer status = downloadStatuses.poll();
        if (status != null) exchange.sendResponseHeaders(status, -1);
        else if (!sender.send(oid, exchange)) write(exchange, objects.getOrDefault(oid, new byte[0]));
    }

    /** Fifty bytes a second, for half an hour. */
    static void drip(HttpExchange exchange, long bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes);
        for (long left = bytes; left > 0; left--) {
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    static void write(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
