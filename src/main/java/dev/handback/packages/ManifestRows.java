package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a manifest in the vault that name held bytes: versions of documents, delivered files, Git LFS objects. Read
 * line by line, it may be longer than memory.
 */
final class ManifestRows implements AutoCloseable {
    private final BufferedReader lines;
    private long row = -1; // the first line is about the whole

    ManifestRows(InputStream manifest) {
        lines = new BufferedReader(new InputStreamReader(manifest, UTF_8));
    }

    /** One held content; {@code names} is what metadata/files.jsonl says of it. */
    record Row(Sha256 sha256, long bytes, Map<String, Object> names) {}

    /** The next row that names held bytes; null at the end. */
    @Nullable
    Row next() throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            row++;
            var found = row == 0 ? null : held(Json.read(line));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Row held(JsonNode line) {
        if (line.has("lfs")) {
            var oid = line.path("lfs").asText();
            return line.path("held").asBoolean() ? row(line, oid, named("lfs", oid, null)) : null;
        }
        if (line.has("key")) {
            if (!line.path("state").asText().equals("HELD")) {
                return null;
            }
            var names = named(
                    "document",
                    line.path("key").asText(),
                    line.path("keyBase64").asText());
            names.put("versionId", line.path("versionId").asText());
            names.put("latest", line.path("latest").asBoolean());
            return row(line, line.path("sha256").asText(), names);
        }
        return line.has("name")
                ? row(
                        line,
                        line.path("sha256").asText(),
                        named(
                                "file",
                                line.path("name").asText(),
                                line.path("nameBase64").textValue()))
                : null;
    }

    private Row row(JsonNode line, String sha256, Map<String, Object> names) {
        return new Row(new Sha256(sha256), line.path("size").asLong(), names);
    }

    private Map<String, Object> named(String what, String name, @Nullable String base64) {
        var names = new LinkedHashMap<String, Object>();
        names.put("row", row);
        names.put("what", what);
        names.put("name", name);
        names.put("nameBase64", base64 != null ? base64 : Base64.getEncoder().encodeToString(name.getBytes(UTF_8)));
        return names;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
