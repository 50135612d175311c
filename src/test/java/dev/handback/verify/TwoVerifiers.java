package dev.handback.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Our command, and the script that lies in each package: two programs without a line in common. */
public final class TwoVerifiers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path SCRIPT =
            Path.of("src/main/resources/package/verify.py").toAbsolutePath();

    private TwoVerifiers() {}

    /** @param verdict as JSON; nothing when it could not read at all */
    public record Said(int code, JsonNode verdict, String words) {
        /** Code and object of each finding, in order. */
        public List<String> findings() {
            return StreamSupport.stream(verdict.path("findings").spliterator(), false)
                    .map(f -> f.path("code").asText() + " " + f.path("object").asText())
                    .distinct()
                    .sorted()
                    .toList();
        }

        /** Assets that a finding names. */
        public TreeSet<String> blamed() {
            var assets = new TreeSet<String>();
            verdict.path("findings").forEach(f -> {
                if (f.path("asset").isTextual()) assets.add(f.path("asset").asText());
            });
            return assets;
        }

        /** Verdict of each asset. */
        public List<String> assets() {
            return StreamSupport.stream(verdict.path("assets").spliterator(), false)
                    .map(a -> a.path("asset").asText() + " " + a.path("verdict").asText() + " " + a.path("certified"))
                    .toList();
        }
    }

    public static Said command(Path file, String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new ArrayList<>(List.of("verify", file.toString(), "--json"));
        arguments.addAll(List.of(options));
        var code = Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return said(code, out.toString(), err.toString());
    }

    public static Said script(Path file, String... options) {
        Tool.named("openssl");
        Tool.named("python3");
        try {
            var out = Files.createTempFile("said", ".json");
            var err = Files.createTempFile("said", ".txt");
            var command = new ArrayList<>(List.of("python3", SCRIPT.toString(), file.toString(), "--json"));
            command.addAll(List.of(options));
            var process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return said(process.waitFor(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Said said(int code, String out, String err) {
        try {
            return new Said(code, JSON.readTree(out.isBlank() ? "{}" : out), out + err);
        } catch (IOException e) {
            throw new UncheckedIOException(out + err, e);
        }
    }
}
