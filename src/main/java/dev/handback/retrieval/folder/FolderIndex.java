package dev.handback.retrieval.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.s3.Wanted;
import dev.handback.retrieval.s3.WantedKeys;
import dev.handback.retrieval.s3.WantedRows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each file of a placed asset is: one line of JSON about the whole, then one for each version and delete marker in the
 * order of the keys' bytes, of a key the oldest first. It lies in the folder as {@value KeyPaths#INDEX}, and says to us what
 * is wanted there. It holds nothing that differs between two attempts of the same content. Written and read line by line:
 * it may be longer than memory.
 */
final class FolderIndex {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A file that is to lie at a path. */
    record Row(
            String path, long size, String sha256, @Nullable Instant lastModified) {
        String words() {
            return size + " bytes with SHA-256 " + sha256;
        }
    }

    private final Path file;
    private long rows;
    private long files;
    private @Nullable Row itself;

    private FolderIndex(Path file) {
        this.file = file;
    }

    /** Gives every row its path, in their order. */
    static FolderIndex write(WantedRows rows, PlacingRequest request, KeyPaths paths) throws IOException {
        var index = new FolderIndex(request.workFolder().resolve(KeyPaths.INDEX));
        var digest = Sha256.digest();
        try (var out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(index.file)), digest)) {
            line(out, summary(rows, request));
            var keys = new WantedKeys(rows, request);
            for (var key = keys.take(); !key.isEmpty(); key = keys.take()) index.add(out, key, rows, request, paths);
        }
        index.itself = new Row(
                KeyPaths.INDEX,
                Files.size(index.file),
                Sha256.ofFinished(digest).hex(),
                null);
        return index;
    }

    private static Map<String, Object> summary(WantedRows rows, PlacingRequest request) {
        var totals = rows.totals(request);
        var summary = new LinkedHashMap<String, Object>();
        summary.put("names", "handback-folder/1");
        summary.put("asset", request.asset());
        summary.put("versions", totals.versions());
        summary.put("markers", totals.markers());
        return summary;
    }

    private void add(OutputStream out, List<Wanted> key, WantedRows rows, PlacingRequest request, KeyPaths paths)
            throws IOException {
        for (int i = 0; i < key.size(); i++) {
            var row = key.get(i);
            boolean current = row.latest() && i + 1 == key.size();
            var line = new LinkedHashMap<String, Object>();
            if (!row.marker()) line.put("path", current ? paths.file(row.key()) : paths.version(row.key(), i + 1));
            describe(line, row, i + 1);
            rows.facts(request, row.ordinal()).forEach(line::putIfAbsent);
            line(out, line);
            this.rows++;
            if (!row.marker()) files++;
        }
    }

    private static void describe(Map<String, Object> line, Wanted row, int order) {
        line.put("name", new String(row.key(), UTF_8));
        line.put("nameBase64", Base64.getEncoder().encodeToString(row.key()));
        line.put("order", order);
        line.put("versionId", row.versionId());
        line.put("latest", row.latest());
        line.put("deleteMarker", row.marker());
        if (!row.marker()) {
            line.put("size", row.size());
            line.put("sha256", row.sha256());
        }
        if (row.lastModified() != null)
            line.put("lastModified", row.lastModified().toString());
    }

    private static void line(OutputStream out, Map<String, Object> line) throws IOException {
        out.write(JSON.writeValueAsBytes(line));
        out.write('\n');
    }

    /** Versions and delete markers in it. */
    long rows() {
        return rows;
    }

    /** Files that are wanted, with itself. */
    long files() {
        return files + 1;
    }

    /** It is wanted as well, once all else is there. */
    Row itself() {
        return Objects.requireNonNull(itself, "is written");
    }

    InputStream open() {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file that is wanted beside it. */
    void each(Consumer<Row> told) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            lines.readLine();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var row = JSON.readTree(line);
                if (row.has("path")) told.accept(row(row));
            }
        }
    }

    private static Row row(JsonNode row) {
        var lastModified = row.path("lastModified").textValue();
        return new Row(
                row.path("path").asText(),
                row.path("size").asLong(),
                row.path("sha256").asText(),
                lastModified == null ? null : Instant.parse(lastModified));
    }
}
