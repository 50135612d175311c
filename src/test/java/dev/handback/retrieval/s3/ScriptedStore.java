package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An S3 server that does what no good one does: refuses single objects, cuts streams, lies about sizes and bytes; and one
 * with archive classes, which the real ones at hand lack. It knows one bucket, {@code scripted}, and checks no signatures.
 */
public final class ScriptedStore implements AutoCloseable {

    /** Answers a request in place of the store. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    record Listed(String key, String versionId, String etag, long size, byte[] bytes, String storageClass) {}

    private final HttpServer server;
    private final java.util.concurrent.ExecutorService threads = Executors.newCachedThreadPool();
    final List<Listed> objects = new ArrayList<>();
    final Map<String, Answer> ofKey = new ConcurrentHashMap<>();
    /** Answers to requests about the bucket, by the name of their first parameter: versions, uploads, versioning. */
    final Map<String, Answer> ofBucket = new ConcurrentHashMap<>();

    final AtomicInteger gets = new AtomicInteger();
    final AtomicInteger listings = new AtomicInteger();

    final ScriptedArchive archive = new ScriptedArchive();

    public ScriptedStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lists an object and serves it. */
    public ScriptedStore object(String key, String content) {
        var bytes = content.getBytes(UTF_8);
        objects.add(new Listed(key, "v1", md5(bytes), bytes.length, bytes, "STANDARD"));
        return this;
    }

    /** An object in an archive class. */
    public ScriptedStore archived(String key, String content, String storageClass) {
        var bytes = content.getBytes(UTF_8);
        objects.add(new Listed(key, "v1", md5(bytes), bytes.length, bytes, storageClass));
        archive.archive(key, storageClass);
        return this;
    }

    /** Completes each restore that is asked for once it was looked at so often. */
    public ScriptedStore restoredAfterLooks(int looks) {
        archive.looks = looks;
        return this;
    }

    /** What was asked to be restored: key, version, tier, days. */
    public List<String> restoresAsked() {
        return List.copyOf(archive.asked);
    }

    ScriptedStore listed(String key, String etag, long size, String content, String storageClass) {
        objects.add(new Listed(key, "v1", etag, size, content.getBytes(UTF_8), storageClass));
        return this;
    }

    /** Refuses reading this key. */
    ScriptedStore refuse(String key, int status, String code, String message) {
        ofKey.put(key, error(status, code, message));
        return this;
    }

    static Answer error(int status, String code, String message) {
        return exchange -> say(
                exchange,
                status,
                ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>")
                        .getBytes(UTF_8));
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var query = query(exchange);
            if (path.equals("/scripted") || path.equals("/scripted/")) {
                bucket(exchange, query);
            } else if (query.containsKey("tagging")) {
                error(501, "NotImplemented", "no tags").to(exchange);
            } else if (query.containsKey("restore")) {
                archive.restore(exchange, path.substring("/scripted/".length()), query.getOrDefault("versionId", "-"));
            } else {
                object(exchange, path.substring("/scripted/".length()));
            }
        }
    }

    private void bucket(HttpExchange exchange, Map<String, String> query) throws IOException {
        for (var name : ofBucket.keySet()) {
            if (query.containsKey(name)) {
                ofBucket.get(name).to(exchange);
                return;
            }
        }
        if (query.containsKey("versions")) {
            listings.incrementAndGet();
            versions(exchange, query);
        } else if (query.containsKey("uploads")) {
            say(
                    exchange,
                    200,
                    "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"
                            .getBytes(UTF_8));
        } else {
            error(501, "NotImplemented", "not here").to(exchange);
        }
    }

    private void versions(HttpExchange exchange, Map<String, String> query) throws IOException {
        var after = query.getOrDefault("key-marker", "");
        int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
        List<Listed> rows;
        synchronized (objects) {
            rows = objects.stream()
                    .sorted((a, b) -> a.key().compareTo(b.key()))
                    .filter(o -> o.key().startsWith(query.getOrDefault("prefix", "")))
                    .filter(o -> o.key().compareTo(after) > 0)
                    .toList();
        }
        boolean more = rows.size() > most;
        var page = rows.subList(0, Math.min(most, rows.size()));
        say(exchange, 200, listing(page, more).getBytes(UTF_8));
    }

    static String listing(List<Listed> page, boolean more) {
        var xml = new StringBuilder(
                "<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>" + more + "</IsTruncated>");
        if (more) {
            var last = page.get(page.size() - 1);
            // as Ceph does: keys are encoded, their marker is not
            xml.append("<NextKeyMarker>")
                    .append(last.key().replace("\u0007", "&#x07;"))
                    .append("</NextKeyMarker><NextVersionIdMarker>")
                    .append(last.versionId())
                    .append("</NextVersionIdMarker>");
        }
        for (var o : page) {
            xml.append("<Version><Key>")
                    .append(encoded(o.key()))
                    .append("</Key><VersionId>")
                    .append(o.versionId())
                    .append(
                            "</VersionId><IsLatest>true</IsLatest><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;")
                    .append(o.etag())
                    .append("&quot;</ETag><Size>")
                    .append(o.size())
                    .append("</Size><StorageClass>")
                    .append(o.storageClass())
                    .append("</StorageClass></Version>");
        }
        return xml.append("</ListVersionsResult>").toString();
    }

    private void object(HttpExchange exchange, String key) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (!head) gets.incrementAndGet();
        archive.headers(exchange, key);
        var scripted = ofKey.get(key);
        if (scripted != null) {
            scripted.to(exchange);
            return;
        }
        Listed found;
        synchronized (objects) {
            found = objects.stream()
                    .filter(o -> o.key().equals(key))
                    .findFirst()
                    .orElse(null);
        }
        if (found == null) {
            error(404, "NoSuchVersion", "gone").to(exchange);
        } else if (head) {
            exchange.sendResponseHeaders(200, -1);
        } else if (archive.isUnreadable(key)) {
            error(403, "InvalidObjectState", "not valid for the object's storage class")
                    .to(exchange);
        } else {
            say(exchange, 200, found.bytes());
        }
    }

    static void say(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var raw = exchange.getRequestURI().getRawQuery();
        return Stream.of((raw == null ? "" : raw).split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], UTF_8),
                        pair -> pair.length > 1 ? URLDecoder.decode(pair[1], UTF_8) : "",
                        (a, b) -> b));
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
