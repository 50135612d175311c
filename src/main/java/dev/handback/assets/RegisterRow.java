package dev.handback.assets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One asset as the register states it: checked for form, not yet agreed. Absent values are null or empty, never guessed. */
public record RegisterRow(
        String asset,
        String title,
        String kind,
        Origin origin,
        Disposition disposition,
        @Nullable String connection,
        @Nullable String locator,
        @Nullable Exposure exposure,
        Set<Right> right,
        @Nullable String owner,
        @Nullable String ownershipBasis,
        @Nullable Classification classification,
        @Nullable Boolean personalData,
        @Nullable String medium,
        @Nullable String holder,
        @Nullable String locations,
        @Nullable String baseline,
        Map<String, Long> expected,
        @Nullable String expectedBy,
        @Nullable Integer wave,
        @Nullable Integer priority,
        @Nullable String destinationConnection,
        @Nullable String destination,
        List<String> dependsOn) {

    /** The row as the cells of a register file, in the order of its columns and without the empty ones: reading them again gives this row. */
    public Map<String, String> cells() {
        Map<String, String> cells = new LinkedHashMap<>();
        put(cells, "asset", asset);
        put(cells, "title", title);
        put(cells, "kind", kind);
        put(cells, "origin", origin);
        put(cells, "disposition", disposition);
        put(cells, "connection", connection);
        put(cells, "locator", locator);
        put(cells, "exposure", exposure);
        put(cells, "right", right.stream().sorted().map(Enum::name).collect(Collectors.joining("+")));
        put(cells, "owner", owner);
        put(cells, "ownership_basis", ownershipBasis);
        put(cells, "classification", classification);
        put(cells, "personal_data", personalData == null ? null : personalData ? "yes" : "no");
        put(cells, "medium", medium);
        put(cells, "holder", holder);
        put(cells, "locations", locations);
        put(cells, "baseline", baseline);
        put(
                cells,
                "expected",
                expected.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(";")));
        put(cells, "expected_by", expectedBy);
        put(cells, "wave", wave);
        put(cells, "priority", priority);
        put(cells, "destination_connection", destinationConnection);
        put(cells, "destination", destination);
        put(cells, "depends_on", String.join(";", dependsOn));
        return cells;
    }

    private static void put(Map<String, String> cells, String column, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            cells.put(column, value.toString());
        }
    }
}
