package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.BAG_BROKEN;
import static dev.handback.verify.PackageFinding.Code.FILE_ADDED;
import static dev.handback.verify.PackageFinding.Code.FILE_CHANGED;
import static dev.handback.verify.PackageFinding.Code.FILE_MISSING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.handback.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Whether the files are a bag of ours: no file missing, added or changed by what its manifests say. */
final class BagCheck {
    private static final String MANIFEST = "manifest-sha256.txt";
    private static final String TAGS = "tagmanifest-sha256.txt";
    private static final int DIGEST = 64;
    private static final Set<String> ALWAYS = Set.of(
            "README.txt",
            "bag-info.txt",
            "bagit.txt",
            MANIFEST,
            TAGS,
            "unpack.py",
            "evidence/certificates.jsonl",
            "evidence/checkpoint.txt",
            "evidence/ledger.ndjson",
            "evidence/log.pub.pem",
            "metadata/assets.jsonl",
            "metadata/files.jsonl",
            "metadata/package.json",
            "verify/README.txt",
            "verify/verify.py");
    private static final Pattern SOMETIMES = Pattern.compile(
            "metadata/schemas/[a-z]+\\.schema\\.json|evidence/certificates/[A-Za-z0-9._-]+\\.pdf|evidence/checkpoint\\.tsr"
                    + "|evidence/documents/[a-z_]+/[A-Za-z0-9._-]+");

    private final PackageFiles files;
    private final PackageReading reading;
    private final Findings findings;
    private Map<String, String> manifest = Map.of();

    BagCheck(PackageFiles files, PackageReading reading, Findings findings) {
        this.files = files;
        this.reading = reading;
        this.findings = findings;
    }

    void structure() {
        findings.step(BAG_BROKEN, "bagit.txt", this::names);
        findings.step(BAG_BROKEN, TAGS, this::tags);
        findings.step(BAG_BROKEN, MANIFEST, () -> manifest = listed(MANIFEST));
        findings.step(BAG_BROKEN, "bag-info.txt", this::oxum);
    }

    /** What the payload manifest lists, path to digest, in the order of the paths. */
    Map<String, String> manifest() {
        return manifest;
    }

    private void names() throws IOException {
        if (!reading.text("bagit.txt").equals("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")) {
            findings.add(BAG_BROKEN, "bagit.txt", "expected BagIt 1.0 in UTF-8");
        }
        files.sizes().keySet().stream()
                .filter(name -> !name.startsWith("data/")
                        && !ALWAYS.contains(name)
                        && !SOMETIMES.matcher(name).matches())
                .forEach(name -> findings.add(FILE_ADDED, name, "no package has such a file"));
        ALWAYS.stream()
                .filter(name -> !reading.has(name))
                .sorted()
                .forEach(name -> findings.add(FILE_MISSING, name, "every package has it"));
    }

    private void tags() throws IOException {
        var listed = listed(TAGS);
        for (var name : files.sizes().keySet()) {
            if (name.startsWith("data/") || name.equals(TAGS)) continue;
            if (!listed.containsKey(name)) {
                findings.add(FILE_ADDED, name, TAGS + " does not list it");
            } else {
                compare(name, listed.get(name), reading.digest(name), null);
            }
        }
        listed.keySet().stream()
                .filter(name -> !reading.has(name))
                .forEach(name -> findings.add(FILE_MISSING, name, TAGS + " lists it"));
    }

    private Map<String, String> listed(String name) throws IOException {
        var listed = new LinkedHashMap<String, String>();
        var last = "";
        try (var lines = reading.lines(name)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                var text = new String(line, ISO_8859_1);
                if (!isDigest(text) || !PackageFiles.isName(text.substring(DIGEST + 2))) {
                    throw new PackageRefused(BAG_BROKEN, name, "a line that no package has: " + Plain.of(text));
                }
                var path = text.substring(DIGEST + 2);
                if (path.compareTo(last) <= 0) {
                    throw new PackageRefused(BAG_BROKEN, name, path + " is listed twice, or out of order");
                }
                last = path;
                listed.put(path, text.substring(0, DIGEST));
            }
        }
        return listed;
    }

    /** Whether it begins as a line of sha256sum. */
    private static boolean isDigest(String text) {
        for (int i = 0; i < DIGEST; i++) {
            if (i >= text.length() || "0123456789abcdef".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return text.startsWith("  ", DIGEST);
    }

    private void oxum() throws IOException {
        var sizes = files.sizes().subMap("data/", "data0");
        var expected = sizes.values().stream().mapToLong(Long::longValue).sum() + "." + sizes.size();
        var said = reading.text("bag-info.txt")
                .lines()
                .filter(line -> line.startsWith("Payload-Oxum:"))
                .toList();
        if (said.size() != 1 || !said.get(0).equals("Payload-Oxum: " + expected)) {
            findings.add(BAG_BROKEN, "bag-info.txt", "Payload-Oxum: expected " + expected);
        }
    }

    /**
     * Compares the payload with its manifest.
     *
     * @param read false leaves the bytes unread
     */
    void payload(boolean read, Holdings holdings, BiConsumer<Integer, Integer> progress) throws IOException {
        var payload = files.sizes().subMap("data/", "data0").keySet();
        int done = 0;
        for (var name : payload) {
            if (!manifest.containsKey(name)) {
                findings.add(FILE_ADDED, name, MANIFEST + " does not list it");
            } else if (read) {
                compare(name, manifest.get(name), reading.digest(name), holdings);
            }
            progress.accept(++done, payload.size());
        }
        for (var name : manifest.keySet()) {
            if (!reading.has(name)) {
                findings.add(FILE_MISSING, name, MANIFEST + " lists it", holdings.assetOf(name));
            }
        }
    }

    private void compare(
            String name, String expected, Sha256 found, @org.jspecify.annotations.Nullable Holdings holdings) {
        if (!found.hex().equals(expected)) {
            findings.add(
                    FILE_CHANGED,
                    name,
                    "expected SHA-256 " + expected + ", found " + found.hex(),
                    holdings == null ? null : holdings.assetOf(name));
        }
    }
}
