package dev.handback.retrieval.s3;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attempt took, as its manifest lists it. */
final class HeldRows implements WantedRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final List<JsonNode> rows;

    /** Told about each of them instead of what its holder's store did. */
    @Nullable
    Map<String, Object> told;

    /** Versions that are counted and never read. */
    int overlooked;

    HeldRows(RetrievalOutcome outcome) throws IOException {
        rows = Documents.rows(outcome).stream()
                .filter(row -> !row.has("uploadId"))
                .toList();
    }

    @Override
    public Totals totals(PlacingRequest request) {
        long markers = rows.stream()
                .filter(row -> row.path("deleteMarker").asBoolean())
                .count();
        long keys =
                rows.stream().map(row -> row.path("key").asText()).distinct().count();
        return new Totals(rows.size() - markers + overlooked, markers, 0, 0, rows.size() - keys + markers, 0, 100);
    }

    @Override
    public List<Wanted> after(PlacingRequest request, long ordinal, int size) {
        var page = new ArrayList<Wanted>();
        for (int i = (int) Math.max(0, ordinal); i < rows.size() && page.size() < 2; i++)
            page.add(wanted(i + 1, rows.get(i)));
        return page;
    }

    private static Wanted wanted(long ordinal, JsonNode row) {
        try {
            return new Wanted(
                    ordinal,
                    row.path("keyBase64").binaryValue(),
                    row.path("versionId").asText(),
                    row.path("deleteMarker").asBoolean(),
                    row.path("latest").asBoolean(),
                    row.path("size").asLong(),
                    Instant.parse(row.path("lastModified").asText()),
                    text(row.path("sha256")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() ? null : node.asText();
    }

    @Override
    public Map<String, Object> facts(PlacingRequest request, long ordinal) {
        return told != null ? told : JSON.convertValue(rows.get((int) ordinal - 1), new TypeReference<>() {});
    }
}
