package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;

/** A package taken apart, changed as somebody hostile would, and put together again. */
public final class Repacked {
    private final String top;
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    private Repacked(String top) {
        this.top = top;
    }

    public static Repacked of(Path zip) {
        try (var read = new ZipFile(zip.toFile())) {
            var first = read.entries().nextElement().getName();
            var repacked = new Repacked(first.substring(0, first.indexOf('/') + 1));
            for (var entry : java.util.Collections.list(read.entries())) {
                repacked.files.put(
                        entry.getName().substring(repacked.top.length()),
                        read.getInputStream(entry).readAllBytes());
            }
            return repacked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TreeMap<String, byte[]> files() {
        return files;
    }

    public String text(String name) {
        return new String(Objects.requireNonNull(files.get(name), name), UTF_8);
    }

    public Repacked edit(String name, UnaryOperator<String> change) {
        var before = text(name);
        var after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException("nothing was changed in " + name);
        }
        files.put(name, after.getBytes(UTF_8));
        return this;
    }

    public Repacked flip(String name) {
        return flip(name, Objects.requireNonNull(files.get(name), name).length / 2);
    }

    public Repacked flip(String name, int at) {
        Objects.requireNonNull(files.get(name), name)[at] ^= 1;
        return this;
    }

    public Repacked put(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    /** Makes both manifests and the count of bytes true again, as a careful forger would. */
    public Repacked consistent() {
        files.put("manifest-sha256.txt", manifest(true));
        var payload = files.subMap("data/", "data0");
        var oxum = payload.values().stream().mapToLong(bytes -> bytes.length).sum() + "." + payload.size();
        files.put(
                "bag-info.txt",
                text("bag-info.txt")
                        .replaceAll("Payload-Oxum: .*", "Payload-Oxum: " + oxum)
                        .getBytes(UTF_8));
        return tagsConsistent();
    }

    public Repacked tagsConsistent() {
        files.put("tagmanifest-sha256.txt", manifest(false));
        return this;
    }

    private byte[] manifest(boolean payload) {
        var lines = new StringBuilder();
        files.forEach((name, bytes) -> {
            if (name.startsWith("data/") == payload && !name.equals("tagmanifest-sha256.txt")) {
                lines.append(Sha256.of(bytes)).append("  ").append(name).append('\n');
            }
        });
        return lines.toString().getBytes(UTF_8);
    }

    public Path zip(Path zip) {
        try (var out = Files.newOutputStream(zip);
                var writer = new ZipWriter(out, zip.resolveSibling(zip.getFileName() + ".directory"))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                writer.add(top + file.getKey(), new ByteArrayInputStream(file.getValue()), file.getValue().length);
            }
            writer.finish();
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
