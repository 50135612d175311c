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
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The client's own Git LFS server: takes, verifies and gives objects, honest until a test tells it otherwise. */
final class LfsHome implements HttpHandler {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    /** Oids that were brought, verified. */
    final List<String> brought = new CopyOnWriteArrayList<>();

    final List<String> verified = new CopyOnWriteArrayList<>();

    /** Authorization headers of what was brought. */
    final List<String> credentials = new CopyOnWriteArrayList<>();

    /** Statuses to answer the next uploads with, before taking them. */
    final Deque<Integer> uploadStatuses = new ConcurrentLinkedDeque<>();

    int verifyStatus = 200;

    /** Where uploads go; beside the repository when null. */
    @Nullable
    String storage;

    /** Changes the answer about one object; called with the operation. */
    BiConsumer<String, ObjectNode> answers = (operation, row) -> {};

    /** Forgets what it takes. */
    boolean forgetful;

    Runnable whenBrought = () -> {};

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

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/objects/batch")) batch(exchange);
        else if (path.endsWith("/verify")) verify(exchange);
        else if (exchange.getRequestMethod().equals("PUT")) take(exchange, path.replaceFirst(".*/", ""));
        else LfsVendor.write(exchange, objects.getOrDefault(path.replaceFirst(".*/", ""), new byte[0]));
    }

    private void batch(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        String operation = request.path("operation").asText();
        String own = "http://" + exchange.getRequestHeaders().getFirst("Host")
                + exchange.getRequestURI().getPath().replace("/objects/batch", "");
        var answer = JSON.createObjectNode().put("transfer", "basic");
        var rows = answer.putArray("objects");
        for (JsonNode object : request.path("objects")) rows.add(row(operation, object, own));
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.git-lfs+json");
        LfsVendor.write(exchange, JSON.writeValueAsBytes(answer));
    }

    private ObjectNode row(String operation, JsonNode object, String own) {
        String oid = object.path("oid").asText();
        ObjectNode row = object.deepCopy();
        boolean has = objects.containsKey(oid);
        if (operation.equals("download") && has) action(row, "download", own + "/" + oid);
        else if (operation.equals("download"))
            row.putObject("error").put("code", 404).put("message", "Object does not exist");
        else if (!has) {
            action(row, "upload", (storage == null ? own : storage) + "/" + oid + "?token=t0ken");
            action(row, "verify", own + "/verify");
        }
        answers.accept(operation, row);
        return row;
    }

    private static void action(ObjectNode row, String name, String href) {
        row.withObject("/actions").putObject(name).put("href", href);
    }

    private void take(HttpExchange exchange, String oid) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Integer status = uploadStatuses.poll();
        if (status == null && !Sha256.of(bytes).hex().equals(oid)) status = 422;
        if (status == null) {
            brought.add(oid);
            whenBrought.run();
            if (!forgetful) objects.put(oid, bytes);
        }
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    }

    private void verify(HttpExchange exchange) throws IOException {
        JsonNode object = JSON.readTree(exchange.getRequestBody().readAllBytes());
        verified.add(object.path("oid").asText());
        exchange.sendResponseHeaders(verifyStatus, -1);
    }
}
