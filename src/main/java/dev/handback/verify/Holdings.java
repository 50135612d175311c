package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.FILE_ADDED;
import static dev.handback.verify.PackageFinding.Code.FILE_MISSING;
import static dev.handback.verify.PackageFinding.Code.HOLDING_DIFFERS;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.assets.SealedOnLedger;
import dev.handback.verify.PackageReading.Lines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must be in a package by the ledger's facts and the manifests they name, compared with what is there. */
final class Holdings {
    private static final String FILES = "metadata/files.jsonl";
    private static final Set<String> LISTS = Set.of("manifest", "files");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PackageReading reading;
    private final Findings findings;
    private final PackageLedger ledger;
    private final Signed signed;
    private final Map<String, ExpectedFile> expected = new HashMap<>();
    private final Map<String, List<JsonNode>> attempts = new HashMap<>();
    private final Map<String, String> bundles = new HashMap<>();
    private final SealedOnLedger sealed = new SealedOnLedger();

    Holdings(PackageReading reading, Findings findings, PackageLedger ledger, Signed signed) {
        this.reading = reading;
        this.findings = findings;
        this.ledger = ledger;
        this.signed = signed;
        for (var table : List.of("attempt_ended", "quarantined", "quarantine_released", "erasure_begun", "erased")) {
            ledger.facts(table).forEach(fact -> sealed.take(table, fact));
        }
        ledger.facts("attempt_ended")
                .forEach(fact -> attempts.computeIfAbsent(fact.path("asset").asText(), a -> new ArrayList<>())
                        .add(fact));
    }

    /** Rebuilds the metadata from the ledger, line by line, and compares. */
    void metadata() throws IOException {
        var register = new HashMap<String, JsonNode>();
        ledger.facts("register_row")
                .forEach(row -> register.put(row.path("asset").asText(), row));
        try (var assets = reading.lines("metadata/assets.jsonl");
                var names = reading.lines(FILES)) {
            for (var asset : ledger.scope()) {
                var row = register.get(asset);
                var found = assets.nextRow();
                if (row == null || found == null || !found.equals(asset(asset, row, names))) {
                    findings.add(HOLDING_DIFFERS, "metadata/assets.jsonl", "says other than the ledger", asset);
                }
            }
            if (assets.next() != null || names.next() != null) {
                findings.add(HOLDING_DIFFERS, "metadata", "names more than the ledger does");
            }
        }
    }

    private ObjectNode asset(String asset, JsonNode row, Lines names) {
        var line = JSON.objectNode().put("asset", asset);
        for (var field : List.of("title", "kind", "origin", "disposition")) {
            line.set(field, row.get(field));
        }
        line.put("partial", outcome(asset).equals("PARTIAL"));
        var lines = line.putArray("attempts");
        attempts(asset).forEach(fact -> lines.add(attempt(asset, fact, names)));
        var certificates = line.putArray("certificates");
        signed.numbers(asset).forEach(certificates::add);
        return line;
    }

    private ObjectNode attempt(String asset, JsonNode fact, Lines names) {
        var line = JSON.objectNode();
        line.set("attempt", fact.get("number"));
        line.set("outcome", fact.get("outcome"));
        line.set("contentDigest", fact.has("content_digest") ? fact.get("content_digest") : JSON.nullNode());
        var held = line.putArray("held");
        var seal = sealed.of(fact);
        if (seal.isPresent()) {
            return line.put("quarantine", seal.get().quarantine())
                    .put("erased", seal.get().erased());
        }
        for (var file : fact.path("held")) {
            var name = file.path("name").asText();
            var sha256 = file.path("sha256").asText();
            var path = name.equals("bundle")
                    ? bundles.computeIfAbsent(
                            asset + "/" + sha256,
                            first -> "data/git/" + asset + "/"
                                    + fact.path("number").asInt() + ".bundle")
                    : byContent(sha256);
            expect(path, sha256, file.path("bytes").asLong(-1), asset);
            held.addObject()
                    .put("name", name)
                    .put("sha256", sha256)
                    .<ObjectNode>set("bytes", file.get("bytes"))
                    .put("path", path);
            if (LISTS.contains(name)) {
                var number = fact.path("number").asInt();
                findings.step(HOLDING_DIFFERS, path, () -> names(asset, number, name, path, names));
            }
        }
        return line;
    }

    /** The manifest in the payload and metadata/files.jsonl, side by side. */
    private void names(String asset, int attempt, String list, String manifest, Lines names) throws IOException {
        try (var rows = reading.lines(manifest)) {
            for (var row = rows.nextRow(); row != null; row = rows.nextRow()) {
                var named = rows.number() == 0 ? null : named(row);
                if (named == null) continue;
                var path = byContent(named.path("sha256").asText());
                expect(path, named.path("sha256").asText(), named.path("bytes").asLong(-1), asset);
                var line = JSON.objectNode()
                        .put("asset", asset)
                        .put("attempt", attempt)
                        .put("list", list);
                line.put("row", (int) rows.number()).setAll(named);
                if (!line.put("path", path).equals(names.nextRow())) {
                    throw new PackageRefused(
                            HOLDING_DIFFERS,
                            FILES,
                            "row " + rows.number() + " of the " + list + " of attempt " + attempt + " is not what "
                                    + manifest + " says",
                            asset);
                }
            }
        }
    }

    private static @Nullable ObjectNode named(JsonNode row) {
        if (row.has("lfs")) {
            return row.path("held").asBoolean() ? of("lfs", row, "lfs", null, row.path("lfs")) : null;
        }
        if (row.has("key")) {
            return row.path("state").asText().equals("HELD")
                    ? of("document", row, "key", row.get("keyBase64"), row.path("sha256"))
                            .<ObjectNode>set("versionId", row.get("versionId"))
                            .set("latest", row.get("latest"))
                    : null;
        }
        return row.has("name") ? of("file", row, "name", row.get("nameBase64"), row.path("sha256")) : null;
    }

    private static ObjectNode of(String what, JsonNode row, String name, @Nullable JsonNode base64, JsonNode sha256) {
        var text = row.path(name).asText();
        var line = JSON.objectNode().put("what", what).put("name", text);
        line.put(
                "nameBase64",
                base64 == null ? Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) : base64.asText());
        return line.<ObjectNode>set("sha256", sha256).set("bytes", row.get("size"));
    }

    private static String byContent(String sha256) {
        return sha256.length() < 4
                ? "data/sha256/" + sha256
                : "data/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    private void expect(String path, String sha256, long bytes, String asset) {
        var there = expected.putIfAbsent(path, new ExpectedFile(sha256, bytes, asset));
        if (there != null && (!there.sha256().equals(sha256) || there.bytes() != bytes)) {
            findings.add(HOLDING_DIFFERS, path, "is named with two sizes", asset);
        }
    }

    /** Files, manifest and ledger name the same. */
    void payload(SortedMap<String, Long> files, Map<String, String> manifest) {
        expected.entrySet().stream()
                .filter(e -> !e.getValue().is(files.get(e.getKey()), manifest.get(e.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> {
                    var there = files.containsKey(e.getKey()) && manifest.containsKey(e.getKey());
                    var detail = there ? e.getValue().words() : "the ledger says that it is held";
                    findings.add(
                            there ? HOLDING_DIFFERS : FILE_MISSING,
                            e.getKey(),
                            detail,
                            e.getValue().asset());
                });
        Stream.concat(manifest.keySet().stream(), files.subMap("data/", "data0").keySet().stream())
                .filter(path -> !expected.containsKey(path))
                .distinct()
                .sorted()
                .forEach(path -> findings.add(FILE_ADDED, path, "no fact on the ledger names it"));
    }

    /** What is not in the package, and rightly so: it is sealed, or was erased and left a tombstone. */
    List<String> notes() {
        var notes = new ArrayList<String>();
        for (var asset : ledger.scope()) {
            for (var attempt : attempts(asset)) {
                sealed.of(attempt)
                        .ifPresent(seal -> notes.add("asset " + asset + ", attempt "
                                + attempt.path("number").asText() + ": "
                                + (seal.erased() ? "erased, as tombstone " : "sealed and left out, as quarantine ")
                                + seal.quarantine() + " on the ledger says"));
            }
        }
        return notes;
    }

    /** How each attempt of an asset that was held ended, in order; sealed ones included. */
    List<JsonNode> attempts(String asset) {
        return attempts.getOrDefault(asset, List.of());
    }

    /** The same without what is sealed or erased: what the package holds. */
    List<JsonNode> open(String asset) {
        return attempts(asset).stream()
                .filter(attempt -> sealed.of(attempt).isEmpty())
                .toList();
    }

    /** How the last attempt ended that is in the package. */
    String outcome(String asset) {
        var all = open(asset);
        return all.isEmpty() ? "NONE" : all.get(all.size() - 1).path("outcome").asText();
    }

    /** Whose file it is; null when nobody's. */
    @Nullable
    String assetOf(String path) {
        var wanted = expected.get(path);
        return wanted == null ? null : wanted.asset();
    }

    /** The bundles that must be there. */
    List<String> bundles() {
        return expected.keySet().stream()
                .filter(path -> path.startsWith("data/git/"))
                .sorted()
                .toList();
    }
}
