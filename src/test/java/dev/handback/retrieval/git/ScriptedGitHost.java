package dev.handback.retrieval.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A git server of protocol 0 that offers and sends whatever a test tells it to. */
final class ScriptedGitHost implements AutoCloseable {

    private static final String CAPABILITIES = "multi_ack_detailed ofs-delta agent=scripted";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    String capabilities = CAPABILITIES;
    String contentType = "application/x-git-upload-pack-advertisement";
    byte[] pack = new byte[0];
    /** More than is sent: the connection ends in the middle. */
    int claimedMore;

    long silentMillis;
    /** Between two bytes of the pack. */
    long dripMillis;

    /** Between two bytes of the list of refs. */
    long offerDripMillis;

    private final Map<String, String> refs;

    ScriptedGitHost(Map<String, String> refs) throws IOException {
        this.refs = refs;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/scripted.git";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            pause(silentMillis);
            boolean offer = exchange.getRequestMethod().equals("GET");
            byte[] body = offer ? offer() : packed();
            exchange.getResponseHeaders()
                    .add("Content-Type", offer ? contentType : "application/x-git-upload-pack-result");
            exchange.sendResponseHeaders(200, body.length + (offer ? offerDripMillis * 1_000 : claimedMore));
            long drip = offer ? offerDripMillis : dripMillis;
            for (byte one : drip > 0 ? body : new byte[0]) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
                pause(drip);
            }
            for (long more = offer ? offerDripMillis * 1_000 : 0; more > 0; more--) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                pause(drip);
            }
            if (drip == 0) exchange.getResponseBody().write(body);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] offer() {
        var out = new ByteArrayOutputStream();
        packet(out, "# service=git-upload-pack\n");
        out.writeBytes("0000".getBytes(StandardCharsets.US_ASCII));
        String first = "\0" + capabilities;
        for (var ref : refs.entrySet()) {
            packet(out, ref.getValue() + " " + ref.getKey() + first + "\n");
            first = "";
        }
        out.writeBytes("0000".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private byte[] packed() {
        var out = new ByteArrayOutputStream();
        packet(out, "NAK\n");
        out.writeBytes(pack);
        return out.toByteArray();
    }

    private static void packet(ByteArrayOutputStream out, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        out.writeBytes("%04x".formatted(bytes.length + 4).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
