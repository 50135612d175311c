package dev.handback;

import dev.handback.verify.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

/**
 * The application in a process of its own that is killed as by kill -9 and started again, always at the same address,
 * while people go on. What it has come to decides when, so that a slow machine is struck at the same points; a blow that is
 * due already strikes the start after the one before.
 */
final class RestlessNode implements AutoCloseable {
    private static final int GLANCE_MILLISECONDS = 250;

    /** @param from how much of the way must lie behind it, of 1 @param later and how long after that */
    record Blow(double from, Duration later) {}

    private final String[] arguments;
    private final int port;
    private final DoubleSupplier progress;
    private final List<Blow> blows;
    private final Thread killer = new Thread(this::strikeAll, "killer");
    private final StringBuffer said = new StringBuffer();
    private ChildProcess process;
    private CompletableFuture<String> output;
    private int kills;

    /** @param progress what part of the way lies behind it, of 1 */
    RestlessNode(Map<String, Object> settings, List<Blow> blows, DoubleSupplier progress) throws IOException {
        this.blows = blows;
        this.progress = progress;
        port = freePort();
        var all = new LinkedHashMap<>(settings);
        all.put("server.port", port);
        arguments = all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        process = ChildProcess.of(Commands.class, arguments);
        output = reading(process);
        killer.start();
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    /** How often it was killed until now. */
    synchronized int kills() {
        return kills;
    }

    /** What it has logged, all its lives together; whole once it is closed. */
    String said() {
        return said.toString();
    }

    private void strikeAll() {
        try {
            for (var blow : blows) {
                while (progress.getAsDouble() < blow.from()) {
                    Thread.sleep(GLANCE_MILLISECONDS);
                }
                Thread.sleep(blow.later().toMillis());
                strike();
            }
        } catch (InterruptedException theExitHasEnded) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void strike() throws InterruptedException, IOException {
        process.kill();
        kills++;
        said.append(output.join()).append("\n===== killed =====\n");
        process = ChildProcess.of(Commands.class, arguments);
        output = reading(process);
    }

    /** Or a full pipe would stop it. */
    private static CompletableFuture<String> reading(ChildProcess process) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return process.rest();
                    } catch (IOException e) {
                        return "its output ended: " + e.getMessage();
                    }
                },
                task -> new Thread(task, "node-output").start());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** In order, with what it still had to say; no blow falls any more. */
    @Override
    public void close() throws InterruptedException {
        killer.interrupt();
        synchronized (this) {
            if (process.isAlive()) {
                process.terminate();
            }
            said.append(output.join());
        }
    }
}
