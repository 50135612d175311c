package dev.handback.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.Sha256;
import java.util.StringJoiner;

/**
 * What a clearance was given for, as a digest: the function {@code handback.clearance_digest}, a second time. A clearance
 * whose asset has another one now is dead.
 */
final class ClearedContent {
    private final StringJoiner words = new StringJoiner(", ", "{", "}");

    private ClearedContent() {}

    /** @param disputed the newest fact that the asset is contested, settled or not */
    static String digest(EvidenceOnLedger.Counts now, JsonNode disputed) {
        var content = new ClearedContent();
        var row = now.row();
        // in the order of the database's own binary JSON: short names first
        content.add("holder", row.path("holder"));
        content.add("origin", row.path("origin"));
        content.add("content", now.ended().path("content_digest"));
        content.add("dispute", disputed.path("fact"));
        content.add("holding", holding(now.ended()));
        content.add("locator", row.path("locator"));
        content.add("outcome", EvidenceWords.outcome(now));
        content.add("locations", row.path("locations"));
        content.add("connection", row.path("connection"));
        content.add("disposition", row.path("disposition"));
        return Sha256.of(content.words.toString().getBytes(UTF_8)).hex();
    }

    private static JsonNode holding(JsonNode ended) {
        if (ended.has("bundle_sha256")) return ended.path("bundle_sha256");
        var any = ended.path("versions").asLong() > 0 || ended.path("files").asLong() > 0;
        return ended.path(any ? "manifest_sha256" : "none");
    }

    private void add(String name, JsonNode value) {
        if (value.isTextual()) words.add("\"" + name + "\": " + quoted(value.textValue()));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int plain = "\b\f\n\r\t\"\\".indexOf(c);
            if (plain >= 0) quoted.append('\\').append("bfnrt\"\\".charAt(plain));
            else if (c < ' ') quoted.append("\\u%04x".formatted((int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
