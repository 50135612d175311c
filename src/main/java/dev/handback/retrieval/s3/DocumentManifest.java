package dev.handback.retrieval.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.s3.Inventory.Place;
import dev.handback.retrieval.s3.Inventory.Row;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.retrieval.s3.Inventory.State;
import dev.handback.retrieval.s3.Inventory.Totals;
import dev.handback.sources.BucketEntry.What;
import dev.handback.sources.Locator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canonical manifest: one line of JSON about the whole, then one for each version, marker and open upload, in the order
 * of the bytes of key, version and ETag. It holds nothing that differs between two retrievals of the same content, so its
 * SHA-256 is the content digest. Written row by row: it may be longer than memory.
 */
final class DocumentManifest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 1000;

    private final InventoryTable inventory;
    private final Run run;
    private final Locator locator;

    DocumentManifest(InventoryTable inventory, Run run, Locator locator) {
        this.inventory = inventory;
        this.run = run;
        this.locator = locator;
    }

    /** @param whole false when something did not come or is not believed: such content is never the same as the whole */
    HeldFile write(int pass, Totals totals, boolean whole, Path file) throws IOException {
        var digest = Sha256.digest();
        try (var out = new DigestOutputStream(
                new BufferedOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
                digest)) {
            line(out, summary(totals, whole));
            var place = Place.START;
            for (var rows = inventory.rows(run, pass, place, PAGE);
                    !rows.isEmpty();
                    rows = inventory.rows(run, pass, place, PAGE)) {
                for (var row : rows) line(out, row(row));
                place = rows.get(rows.size() - 1).place();
            }
        }
        return new HeldFile(HeldFile.MANIFEST, file, Sha256.ofFinished(digest), Files.size(file));
    }

    private Map<String, Object> summary(Totals totals, boolean whole) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("manifest", "handback-s3/1");
        summary.put("bucket", locator.host());
        summary.put("prefix", locator.prefix());
        summary.put("versions", totals.versions());
        summary.put("markers", totals.markers());
        summary.put("uploads", totals.uploads());
        summary.put("bytes", totals.bytes());
        summary.put("whole", whole);
        return summary;
    }

    private Map<String, Object> row(Row row) {
        var line = new LinkedHashMap<String, Object>();
        line.put("bucket", locator.host());
        line.put("key", new String(row.key(), StandardCharsets.UTF_8));
        line.put("keyBase64", Base64.getEncoder().encodeToString(row.key()));
        line.put(row.what() == What.UPLOAD ? "uploadId" : "versionId", row.versionId());
        line.put("deleteMarker", row.what() == What.MARKER);
        line.put("latest", row.latest());
        if (row.what() == What.VERSION) line.put("size", row.size());
        if (row.sha256() != null) line.put("sha256", row.sha256());
        if (!row.etag().isEmpty()) line.put("etag", row.etag());
        if (row.lastModified() != null)
            line.put("lastModified", row.lastModified().toString());
        if (row.storageClass() != null) line.put("storageClass", row.storageClass());
        if (row.owner() != null) line.put("owner", row.owner());
        line.put("state", (row.state() == State.LISTED ? State.NOT_HELD : row.state()).name());
        line.put("findings", row.code() == null ? List.of() : List.of(row.code()));
        if (row.facts() != null) line.putAll(facts(row.facts()));
        return line;
    }

    /** jsonb keeps its own order of names; ours is the alphabet's, which any reader can rebuild. */
    private static Map<String, Object> facts(String json) {
        try {
            var facts = JSON.readValue(json, new TypeReference<TreeMap<String, Object>>() {});
            facts.replaceAll((name, value) -> value instanceof Map<?, ?> map ? sorted(map) : value);
            facts.remove("storageClass"); // the listing's stands in the row
            return facts;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts of an object are unreadable", e);
        }
    }

    private static Map<String, Object> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, Object>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        return sorted;
    }

    private static void line(OutputStream out, Map<String, Object> row) throws IOException {
        out.write(JSON.writeValueAsBytes(row));
        out.write('\n');
    }
}
