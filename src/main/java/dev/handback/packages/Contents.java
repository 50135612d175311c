package dev.handback.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handback.Sha256;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Follows the ledger's facts into the vault's manifests: what is held of each asset, and by what names. */
final class Contents {
    /** The manifest of an attempt, and the list of delivered files where the manifest is another. */
    private static final Set<String> LISTS = Set.of("manifest", "files");

    private final Vault vault;
    private final Excerpt excerpt;
    private final List<Excerpt.Signed> signed;
    private final Payload payload = new Payload();
    private final Set<String> partial = new TreeSet<>();

    Contents(Vault vault, Excerpt excerpt) {
        this.vault = vault;
        this.excerpt = excerpt;
        this.signed = excerpt.signed();
    }

    /** Writes a line for each name, and adds the bytes it stands for to the payload. */
    void write(List<String> scope, OutputStream assets, OutputStream files) throws IOException {
        for (var asset : scope) {
            var row = excerpt.register(asset);
            var attempts = new ArrayList<Map<String, @Nullable Object>>();
            for (var attempt : excerpt.attempts(asset)) {
                attempts.add(attempt(asset, attempt, files));
            }
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("asset", asset);
            for (var field : List.of("title", "kind", "origin", "disposition")) {
                line.put(field, row.path(field).asText());
            }
            var open =
                    attempts.stream().filter(a -> !a.containsKey("quarantine")).toList();
            var outcome = open.isEmpty()
                    ? "NONE"
                    : String.valueOf(open.get(open.size() - 1).get("outcome"));
            line.put("partial", outcome.equals("PARTIAL"));
            if (outcome.equals("PARTIAL")) partial.add(asset);
            line.put("attempts", attempts);
            line.put("certificates", certificates(asset));
            Json.line(assets, line);
        }
    }

    private List<String> certificates(String asset) {
        return signed.stream()
                .filter(certificate -> certificate.scope().contains(asset))
                .map(Excerpt.Signed::number)
                .toList();
    }

    private Map<String, @Nullable Object> attempt(String asset, JsonNode ended, OutputStream files) throws IOException {
        var number = ended.path("number").asInt();
        var held = new ArrayList<Map<String, Object>>();
        var seal = excerpt.seal(ended);
        for (var file : seal.isPresent() ? MissingNode.getInstance() : ended.path("held")) {
            var content = new Held(
                    file.path("name").asText(),
                    new Sha256(file.path("sha256").asText()),
                    file.path("bytes").asLong());
            var path =
                    content.name().equals("bundle") ? payload.addBundle(asset, number, content) : payload.add(content);
            held.add(held(content, path));
            if (LISTS.contains(content.name())) {
                names(asset, number, content, files);
            }
        }
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("attempt", number);
        line.put("outcome", ended.path("outcome").asText());
        line.put("contentDigest", ended.path("content_digest").textValue());
        line.put("held", held);
        seal.ifPresent(by -> {
            line.put("quarantine", by.quarantine());
            line.put("erased", by.erased());
        });
        return line;
    }

    private static Map<String, Object> held(Held content, String path) {
        var line = new LinkedHashMap<String, Object>();
        line.put("name", content.name());
        line.put("sha256", content.sha256().hex());
        line.put("bytes", content.bytes());
        line.put("path", path);
        return line;
    }

    private void names(String asset, int attempt, Held list, OutputStream files) throws IOException {
        try (var rows = new ManifestRows(vault.open(list.sha256()))) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                var line = new LinkedHashMap<String, Object>();
                line.put("asset", asset);
                line.put("attempt", attempt);
                line.put("list", list.name());
                line.putAll(row.names());
                line.put("sha256", row.sha256().hex());
                line.put("bytes", row.bytes());
                line.put("path", payload.add(new Held("", row.sha256(), row.bytes())));
                Json.line(files, line);
            }
        }
    }

    /** Signed certificates that name an asset of the scope. */
    List<Excerpt.Signed> signed() {
        return signed;
    }

    Payload payload() {
        return payload;
    }

    /** Assets of which the last attempt did not bring everything. */
    Set<String> partial() {
        return partial;
    }
}
