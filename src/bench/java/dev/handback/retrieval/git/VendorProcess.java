package dev.handback.retrieval.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A git and LFS server as a process of its own, so that what it costs is not counted as ours. Its folder holds both. */
final class VendorProcess {

    /** The repository whose large files come over a line of 20 ms. */
    static final String FAR = "far";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path objects;

    private VendorProcess(Path folder) {
        this.objects = folder.resolve("lfs");
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        // else each answer on a kept connection waits 40 ms for an acknowledgement, and we would measure that
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Path folder = Path.of(arguments[0]);
        try (var host = new NativeGitHost(folder)) {
            host.lfs = new VendorProcess(folder)::answer;
            System.out.println("URL " + host.url("REPOSITORY"));
            new CountDownLatch(1).await();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/objects/batch")) {
            batch(exchange, path.replace("/objects/batch", ""));
            return;
        }
        if (path.startsWith("/" + FAR)) travel();
        Path object = objects.resolve(path.substring(path.lastIndexOf('/') + 1));
        exchange.sendResponseHeaders(200, Files.size(object));
        Files.copy(object, exchange.getResponseBody());
    }

    private static void batch(HttpExchange exchange, String path) throws IOException {
        String base = "http://" + exchange.getRequestHeaders().getFirst("Host") + path + "/";
        var answer = JSON.createObjectNode().put("transfer", "basic");
        var rows = answer.putArray("objects");
        for (JsonNode asked : JSON.readTree(exchange.getRequestBody()).path("objects"))
            rows.addObject()
                    .put("oid", asked.path("oid").asText())
                    .put("size", asked.path("size").asLong())
                    .putObject("actions")
                    .putObject("download")
                    .put("href", base + asked.path("oid").asText());
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.git-lfs+json");
        LfsVendor.write(exchange, JSON.writeValueAsBytes(answer));
    }

    private static void travel() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }
}
