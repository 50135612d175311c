package dev.handback.retrieval.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers whoever connects with these bytes and then with the letter x, without an end. */
public final class RawHost implements AutoCloseable {

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param dripMillis between two letters; as fast as they are taken when 0 */
    public RawHost(String first, long dripMillis) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!server.isClosed()) accept(first, dripMillis);
        });
    }

    private void accept(String first, long dripMillis) {
        try {
            Socket client = server.accept();
            threads.execute(() -> answer(client, first, dripMillis));
        } catch (IOException closed) {
            return;
        }
    }

    /** @param dripMillis how slow the host is: between one byte and the next; 0 sends without end as fast as it goes */
    private static void answer(Socket client, String first, long dripMillis) {
        try (client) {
            client.getOutputStream().write(first.getBytes(US_ASCII));
            byte[] letters = "x".repeat(dripMillis > 0 ? 1 : 1 << 16).getBytes(US_ASCII);
            while (true) {
                client.getOutputStream().write(letters);
                Thread.sleep(dripMillis);
            }
        } catch (IOException | InterruptedException over) {
            return;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/raw.git";
    }

    /** Without a path. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
