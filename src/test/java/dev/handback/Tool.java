package dev.handback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of this machine that judges our work without us. */
public final class Tool {
    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /** Skips the test loudly where the program is missing; with environment variable CI=true the test fails instead. */
    public static Tool named(String name) {
        return new Tool(at(
                name,
                Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .map(folder -> Path.of(folder, name))
                        .toArray(Path[]::new)));
    }

    /** The first of these files that is there. */
    public static Path at(String name, Path... candidates) {
        return Arrays.stream(candidates).filter(Files::isExecutable).findFirst().orElseThrow(() -> missing(name));
    }

    /** The same of what is no program but must be there, such as a folder of jars. */
    public static void demand(String name, boolean there) {
        if (!there) {
            throw missing(name);
        }
    }

    /** What it says on both its outputs; its exit code must be 0. */
    public String say(Path folder, String... arguments) {
        try {
            var said = Files.createTempFile("said", ".txt");
            var command = Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
                    .toList();
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            builder.environment().put("HOME", folder.toString());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            var process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + Files.readString(said));
            }
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("SystemOut")
    private static RuntimeException missing(String name) {
        var why = "SKIPPED: " + name + " is not on this machine; .ci/run installs it";
        if ("true".equals(String.valueOf(System.getenv("CI")).toLowerCase(Locale.ROOT))) {
            throw new AssertionError(name + " is missing, and in CI nothing is skipped");
        }
        System.err.println(why);
        return Assumptions.abort(why);
    }
}
