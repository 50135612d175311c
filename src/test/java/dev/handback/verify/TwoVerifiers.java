package dev.handback.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Tool;
import dev.handback.certificates.Sealing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Our command, and the script that lies in each package: two programs without a line in common. */
public final class TwoVerifiers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path SCRIPT =
            Path.of("src/main/resources/package/verify.py").toAbsolutePath();

    private static final String LOADED = """
            import importlib.util, json, sys
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            arguments = sys.argv[2:]
            """;

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

    /** The certificate of the company that seals, as somebody outside gets it: a PEM file in the folder. */
    public static Path anchor(Sealing sealing, Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("company.pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(sealing.anchors().get(0).getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | CertificateEncodingException e) {
            throw new AssertionError(e);
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

    /** What parts of the script say to a few lines of Python, which know it as {@code verify} and these as {@code arguments}. */
    public static String parts(String lines, String... arguments) {
        var command = new ArrayList<>(List.of("-B", "-c", LOADED + lines, SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return Tool.named("python3")
                .say(Path.of("").toAbsolutePath(), command.toArray(String[]::new))
                .strip();
    }

    private static Said said(int code, String out, String err) {
        try {
            return new Said(code, JSON.readTree(out.isBlank() ? "{}" : out), out + err);
        } catch (IOException e) {
            throw new UncheckedIOException(out + err, e);
        }
    }
}
