package dev.handback.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real S3 server on loopback as a process of its own: S3Proxy, with versions, delete markers and checked signatures. Its
 * data is in its memory and ends with it.
 */
public final class S3Host implements AutoCloseable {
    public static final String ACCESS_KEY = "vendorkey";
    public static final String SECRET_KEY = "vendorsecret";
    private static final Path JARS = Path.of("target/s3proxy");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final int port;

    private S3Host(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where the build has put the server; empty when it was left out. */
    public static Optional<Path> jar() throws IOException {
        if (!Files.isDirectory(JARS)) {
            return Optional.empty();
        }
        try (var files = Files.list(JARS)) {
            return files.filter(file -> file.toString().endsWith(".jar")).findFirst();
        }
    }

    /** @param folder for its settings and its log */
    public static S3Host start(Path folder) throws IOException {
        return start(folder, "512m");
    }

    /** @param heap which all its objects lie in, such as {@code 512m} */
    public static S3Host start(Path folder, String heap) throws IOException {
        var host = begin(folder, heap);
        host.awaitPort();
        return host;
    }

    /** The same without waiting until it answers. */
    static S3Host begin(Path folder, String heap) throws IOException {
        var jar = jar().orElseThrow(() -> new IOException("no S3Proxy in " + JARS + ": build without -DskipTests"));
        int port = freePort();
        var settings = Files.write(
                Files.createDirectories(folder).resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=transient",
                        "jclouds.identity=x",
                        "jclouds.credential=x"));
        var process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx" + heap,
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "--properties",
                        settings.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        // a killed parent cannot end its child; an orderly one does
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "s3proxy-end"));
        return new S3Host(process, port);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    void awaitPort() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IOException("S3Proxy does not answer on port " + port, notYet);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
