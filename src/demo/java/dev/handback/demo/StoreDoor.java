package dev.handback.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before the vendor's store and hands out all but one object, as a store does whose owner took the right to it away.
 * Everything else passes byte for byte, so signatures hold; one request a connection.
 */
final class StoreDoor implements AutoCloseable {
    private static final String WORDS = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    private static final int LONGEST_HEAD = 1 << 16;

    private final ServerSocket door;
    private final int store;
    private final String shut;
    private final ExecutorService porters = Executors.newCachedThreadPool(work -> {
        var porter = new Thread(work, "demo-store-door");
        porter.setDaemon(true);
        return porter;
    });

    /** @param shut path of the object that nobody may read, such as {@code /bucket/key} */
    StoreDoor(int port, int store, String shut) throws IOException {
        this.store = store;
        this.shut = shut;
        door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        porters.execute(this::open);
    }

    String endpoint() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    private void open() {
        try {
            while (true) {
                var client = door.accept();
                porters.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            porters.shutdown();
        }
    }

    private void serve(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), store)) {
            var head = head(client.getInputStream());
            if (isShut(head)) {
                client.getOutputStream().write(refusal());
                return;
            }
            server.getOutputStream().write(closing(head).getBytes(ISO_8859_1));
            porters.execute(() -> pass(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException ended) {
            // either side went away; the other one notices by itself
        }
    }

    private static void pass(Socket client, Socket server) {
        try {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException answered) {
            // the usual end: the answer is there, and both sides are closed
        }
    }

    private boolean isShut(String head) {
        return head.matches("(?s)(GET|HEAD) " + java.util.regex.Pattern.quote(shut) + "[? ].*");
    }

    private static byte[] refusal() {
        return ("HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                        + WORDS.length() + "\r\n\r\n" + WORDS)
                .getBytes(ISO_8859_1);
    }

    /** That header is in no signature. */
    private static String closing(String head) {
        return head.replaceAll("(?im)^Connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int last = 0; last != ('\r' << 24 | '\n' << 16 | '\r' << 8 | '\n'); ) {
            int read = in.read();
            if (read < 0 || head.size() > LONGEST_HEAD) throw new IOException("no request");
            head.write(read);
            last = last << 8 | read;
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
