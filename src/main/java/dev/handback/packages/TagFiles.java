package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;

/** Everything of a bag besides its payload, written beside while it becomes known. */
final class TagFiles {
    private final Path folder;
    private final Map<String, Path> files = new TreeMap<>();

    TagFiles(Path folder) {
        this.folder = folder;
    }

    OutputStream create(String path) throws IOException {
        var file = folder.resolve(String.valueOf(files.size()));
        files.put(path, file);
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    void text(String path, String text) throws IOException {
        try (var out = create(path)) {
            out.write(text.getBytes(UTF_8));
        }
    }

    void shipped(String path, String resource) throws IOException {
        text(path, resource(resource));
    }

    void copy(String path, Copying content) throws IOException {
        try (var out = create(path)) {
            content.to(out);
        }
    }

    @FunctionalInterface
    interface Copying {
        void to(OutputStream out) throws IOException;
    }

    Map<String, Path> files() {
        return files;
    }

    /** As sha256sum writes it, in the order of the paths. */
    String manifest() {
        var lines = new StringBuilder();
        files.forEach((path, file) ->
                lines.append(digest(file)).append("  ").append(path).append('\n'));
        return lines.toString();
    }

    static String resource(String name) {
        try {
            return new ClassPathResource("package/" + name).getContentAsString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Sha256.of(in).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
