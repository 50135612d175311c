package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A bucket {@code endless} with as many versions as wanted, each made up when it is asked for: it holds none in memory. */
final class EndlessStore implements AutoCloseable {
    private static final Pattern MARKER = Pattern.compile("(?:^|&)key-marker=(\\d{9})");
    private static final Pattern MOST = Pattern.compile("(?:^|&)max-keys=(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(20);
    private final int versions;

    EndlessStore(int versions) throws IOException {
        this.versions = versions;
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
            var path = exchange.getRequestURI().getPath().substring(1);
            var query = String.valueOf(exchange.getRequestURI().getRawQuery());
            if (path.matches("endless/\\d{9}") && !query.contains("tagging")) {
                say(exchange, 200, content(Integer.parseInt(path.substring(8))));
            } else if (query.contains("versions")) {
                say(exchange, 200, listing(after(query), most(query)));
            } else if (query.contains("uploads")) {
                say(exchange, 200, "<ListMultipartUploadsResult/>");
            } else {
                say(exchange, 501, "<Error><Code>NotImplemented</Code></Error>");
            }
        }
    }

    private String listing(int after, int most) {
        int end = Math.min(versions, after + most);
        var xml = new StringBuilder("<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>")
                .append(end < versions)
                .append("</IsTruncated><NextKeyMarker>%09d</NextKeyMarker>".formatted(end))
                .append("<NextVersionIdMarker>v1</NextVersionIdMarker>");
        for (int i = after + 1; i <= end; i++) {
            var content = content(i);
            xml.append("<Version><Key>%09d</Key><VersionId>v1</VersionId><IsLatest>true</IsLatest>".formatted(i))
                    .append("<LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;")
                    .append(ScriptedStore.md5(content.getBytes(UTF_8)))
                    .append("&quot;</ETag><Size>")
                    .append(content.length())
                    .append("</Size></Version>");
        }
        return xml.append("</ListVersionsResult>").toString();
    }

    private static String content(int number) {
        return "document " + number;
    }

    private static int after(String query) {
        var found = MARKER.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static int most(String query) {
        var found = MOST.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : 1000;
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
