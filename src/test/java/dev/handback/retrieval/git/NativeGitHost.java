package dev.handback.retrieval.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** C git's own smart HTTP server ({@code git http-backend}) over a folder of bare repositories. */
public final class NativeGitHost implements AutoCloseable {

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Runnable afterEachPack = () -> {};
    private Runnable beforePack = () -> {};

    /** Answers below {@code <repository>/info/lfs}. */
    com.sun.net.httpserver.HttpHandler lfs = exchange -> exchange.sendResponseHeaders(404, -1);

    public NativeGitHost(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public Path folder() {
        return folder;
    }

    public String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository + ".git";
    }

    /** Something that happens at the vendor's as soon as a pack was sent. */
    void afterEachPack(Runnable action) {
        afterEachPack = action;
    }

    /** Something that happens at the vendor's as soon as objects are asked for; what it throws cuts the line. */
    void beforePack(Runnable action) {
        beforePack = action;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().contains("/info/lfs")) {
                lfs.handle(exchange);
                return;
            }
            byte[] request = exchange.getRequestBody().readAllBytes();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] asked = zipped ? new GZIPInputStream(new ByteArrayInputStream(request)).readAllBytes() : request;
            if (indexOf(asked, "command=fetch") >= 0) beforePack.run();
            var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
            RepositoryRecipes.hermetic(builder.environment(), folder);
            var environment = builder.environment();
            environment.remove("GIT_NO_REPLACE_OBJECTS");
            environment.put("GIT_PROJECT_ROOT", folder.toString());
            environment.put("GIT_HTTP_EXPORT_ALL", "1");
            environment.put("PATH_INFO", exchange.getRequestURI().getPath());
            environment.put("REQUEST_METHOD", exchange.getRequestMethod());
            put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
            put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
            put(
                    environment,
                    "HTTP_CONTENT_ENCODING",
                    exchange.getRequestHeaders().getFirst("Content-Encoding"));
            put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
            Process git = builder.start();
            try (var in = git.getOutputStream()) {
                in.write(request);
            }
            byte[] body = withHeaders(git.getInputStream(), exchange);
            exchange.getResponseBody().write(body);
            if (indexOf(body, "PACK") >= 0) afterEachPack.run();
        }
    }

    private static byte[] withHeaders(InputStream out, HttpExchange exchange) throws IOException {
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            if (line.startsWith("Status:")) status = Integer.parseInt(value.substring(0, 3));
            else exchange.getResponseHeaders().add(line.substring(0, colon), value);
        }
        byte[] body = out.readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        return body;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) line.append((char) c);
        return line.toString().strip();
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static void put(java.util.Map<String, String> environment, String name, @Nullable String value) {
        environment.put(name, value == null ? "" : value);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
