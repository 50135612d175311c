package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.Ledger;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/**
 * A BagIt 1.0 bag of one package. {@link #prepare} reads the ledger and the manifests and writes everything but the payload
 * into a folder of its own; {@link #write} then streams the whole as a ZIP. There is no clock and no random number in it.
 */
final class Bag {
    private final HandOverPackage wanted;
    private final Vault vault;
    private final Ledger ledger;
    private final CheckpointStamps stamps;
    private final Path folder;
    private final TagFiles tags;
    private Payload payload = new Payload();

    Bag(HandOverPackage wanted, Vault vault, Ledger ledger, CheckpointStamps stamps, Path folder) {
        this.wanted = wanted;
        this.vault = vault;
        this.ledger = ledger;
        this.stamps = stamps;
        this.folder = folder;
        tags = new TagFiles(folder);
    }

    void prepare() throws IOException {
        Excerpt excerpt;
        try (var out = tags.create("evidence/ledger.ndjson")) {
            excerpt = Excerpt.write(ledger, wanted, out);
        }
        var contents = new Contents(vault, excerpt);
        try (var assets = tags.create("metadata/assets.jsonl");
                var files = tags.create("metadata/files.jsonl")) {
            contents.write(wanted.scope(), assets, files);
        }
        payload = contents.payload();
        tags.text("evidence/checkpoint.txt", excerpt.checkpoint().note());
        var stamp = stamps.of(excerpt.checkpoint()); // a kept one stays the same, and so do the bytes of the package
        if (stamp.isPresent()) {
            tags.copy("evidence/checkpoint.tsr", out -> out.write(stamp.get().token()));
        }
        tags.text("evidence/log.pub.pem", ledger.publicKey());
        certificates(contents);
        for (var document : excerpt.documents().entrySet()) {
            try (var bytes = vault.open(new Sha256(document.getValue()))) {
                tags.copy(document.getKey(), bytes::transferTo);
            }
        }
        shipped();
        readme(excerpt, contents);
        bag(excerpt);
    }

    private void certificates(Contents contents) throws IOException {
        try (var list = tags.create("evidence/certificates.jsonl")) {
            for (var signed : contents.signed()) {
                var path = "evidence/certificates/" + signed.number() + ".pdf";
                var line = new LinkedHashMap<String, Object>();
                line.put("number", signed.number());
                line.put("kind", signed.certificate().path("kind").asText());
                line.put("finality", signed.certificate().path("finality").asText());
                line.put("sha256", signed.sealedSha256());
                line.put("path", path);
                line.put("ledgerSize", signed.certificate().path("ledger_size").asLong());
                line.put("consistency", signed.consistency());
                Json.line(list, line);
                try (var pdf = vault.open(new Sha256(signed.sealedSha256()))) {
                    tags.copy(path, pdf::transferTo);
                }
            }
        }
    }

    private void shipped() throws IOException {
        tags.shipped("unpack.py", "unpack.py");
        tags.shipped("verify/verify.py", "verify.py");
        tags.shipped("verify/README.txt", "verify.txt");
        for (var schema : new String[] {"assets", "files", "certificates", "ledger", "package"}) {
            tags.shipped("metadata/schemas/" + schema + ".schema.json", "schemas/" + schema + ".schema.json");
        }
    }

    private void readme(Excerpt excerpt, Contents contents) throws IOException {
        var partial = contents.partial().isEmpty() ? "none" : String.join(", ", contents.partial());
        tags.text(
                "README.txt",
                TagFiles.resource("README.txt")
                        .replace("{exit}", wanted.exitId())
                        .replace("{assets}", String.valueOf(wanted.scope().size()))
                        .replace("{partial}", partial)
                        .replace(
                                "{certificates}",
                                String.valueOf(contents.signed().size())));
        var about = new LinkedHashMap<String, Object>();
        about.put("schema", "handback/package/1");
        about.put("exit", wanted.exitId());
        about.put("title", excerpt.title());
        about.put("scope", wanted.scope());
        about.put("everything", wanted.everything());
        about.put("origin", excerpt.checkpoint().origin());
        about.put("ledgerSize", excerpt.checkpoint().size());
        about.put("ledgerRoot", excerpt.checkpoint().root().hex());
        tags.copy("metadata/package.json", out -> Json.line(out, about));
    }

    private void bag(Excerpt excerpt) throws IOException {
        tags.text("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        tags.text(
                "bag-info.txt",
                "Bag-Software-Agent: Handback\nExternal-Identifier: " + wanted.exitId() + "\nPayload-Oxum: "
                        + payload.oxum() + "\nHandback-Ledger-Size: "
                        + excerpt.checkpoint().size() + "\n");
        try (var manifest = tags.create("manifest-sha256.txt")) {
            payload.manifest(manifest);
        }
    }

    /** Tag files first, then the payload in the order of its paths; every byte of the vault is compared on its way. */
    void write(OutputStream out, Progress progress) throws IOException {
        var top = "handback-" + wanted.exitId() + "/";
        try (var zip = new ZipWriter(out, folder.resolve("directory"))) {
            for (var tag : tags.files().entrySet()) {
                try (var in = Files.newInputStream(tag.getValue())) {
                    zip.add(top + tag.getKey(), in, Files.size(tag.getValue()));
                }
            }
            var manifest = tags.manifest().getBytes(UTF_8);
            zip.add(top + "tagmanifest-sha256.txt", new ByteArrayInputStream(manifest), manifest.length);
            payload(top, zip, progress);
            zip.finish();
        }
    }

    private void payload(String top, ZipWriter zip, Progress progress) throws IOException {
        long bytes = 0;
        long done = 0;
        for (var file : payload.files().entrySet()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new java.io.InterruptedIOException("the node stops");
            }
            try (var in = vault.open(file.getValue().sha256())) {
                zip.add(top + file.getKey(), in, file.getValue().bytes());
            }
            bytes += file.getValue().bytes();
            progress.report(bytes, ++done, (long) payload.files().size(), "packing");
        }
    }

    long files() {
        return payload.files().size();
    }
}
