package dev.handback;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second JVM with this one's class path, for tests that kill. It ends with the test, whatever happens. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> seen = new ArrayList<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    public static ChildProcess of(Class<?> main, String... arguments) throws IOException {
        return of(List.of("-Xmx400m", "-XX:TieredStopAtLevel=1"), main, arguments);
    }

    /** @param virtual options of that JVM: how much memory it may have, where it logs its garbage collections */
    public static ChildProcess of(List<String> virtual, Class<?> main, String... arguments) throws IOException {
        // surefire leaves an empty entry at the end, which would mean the working directory
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replaceFirst(File.pathSeparator + "$", "");
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(virtual);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ChildProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    public static ChildProcess jar(Path jar, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx400m", "-jar"));
        command.add(jar.toString());
        command.addAll(arguments);
        return new ChildProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads on until a line contains the text, and returns that line. */
    public String awaitLine(String text) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            seen.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("the child ended without '" + text + "':\n" + String.join("\n", seen));
    }

    /** What it still had to say, after it ended. */
    public String rest() throws IOException {
        var lines = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        return String.join("\n", lines);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As by kill -9: nothing of it runs any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As by an operator: SIGTERM. */
    public int terminate() throws InterruptedException {
        process.toHandle().destroy(); // unlike the process itself, leaves its last words readable
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running 60 s after SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
