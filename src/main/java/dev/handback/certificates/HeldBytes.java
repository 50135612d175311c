package dev.handback.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handback.Sha256;
import dev.handback.certificates.EvidenceOnLedger.Counts;
import dev.handback.exits.Finding;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultDamaged;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What the vault itself says of an asset. Manifests are read again to their last byte and counted; the files they list
 * must lie there in their full size. Reading all of those again is the long step before a certificate is drawn up.
 */
@Component
class HeldBytes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> COUNTED = List.of("refs", "swhid", "versions", "markers", "uploads", "files");

    private final Vault vault;

    HeldBytes(Vault vault) {
        this.vault = vault;
    }

    List<Finding> findings(String asset, Counts counts) {
        var findings = new ArrayList<Finding>();
        for (var file : counts.ended().path("held")) {
            present(asset, file.path("name").asText(), file.path("sha256").asText(), file.path("bytes"), findings);
        }
        var photo = counts.received().path("photo_sha256");
        if (photo.isTextual()) {
            present(asset, "photo", photo.textValue(), MissingNode.getInstance(), findings);
        }
        var manifest = counts.ended().path("manifest_sha256");
        if (manifest.isTextual() && findings.isEmpty()) {
            counted(asset, manifest.textValue(), counts.ended(), findings);
        }
        return findings;
    }

    private void present(String asset, String name, String sha256, JsonNode bytes, List<Finding> findings) {
        var held = vault.find(Sha256.parse(sha256));
        if (held.isEmpty() || (bytes.isNumber() && held.get().bytes() != bytes.longValue())) {
            findings.add(new Finding(
                    "FIXITY_BROKEN",
                    asset,
                    name + ": expected " + sha256 + (bytes.isNumber() ? " with " + bytes + " bytes" : "")
                            + ", the vault holds "
                            + held.map(stored -> stored.bytes() + " bytes").orElse("nothing of that name")));
        }
    }

    private void counted(String asset, String sha256, JsonNode ended, List<Finding> findings) {
        try {
            var summary = summary(Sha256.parse(sha256));
            for (var field : COUNTED) {
                if (summary.has(field)
                        && !summary.path(field)
                                .asText()
                                .equals(ended.path(field).asText())) {
                    findings.add(new Finding(
                            "EVIDENCE_NOT_ON_LEDGER",
                            asset,
                            field + ": the ledger says " + ended.path(field).asText("nothing") + ", the manifest says "
                                    + summary.path(field).asText()));
                }
            }
        } catch (VaultDamaged damaged) {
            findings.add(new Finding("FIXITY_BROKEN", asset, "manifest: " + damaged.getMessage()));
        }
    }

    /** The first line, believed only after the last byte was read and the whole is what its name says. */
    private JsonNode summary(Sha256 manifest) {
        try (var in = vault.open(manifest);
                var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            var first = lines.readLine();
            lines.transferTo(Writer.nullWriter());
            return first == null ? MissingNode.getInstance() : JSON.readTree(first);
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest " + manifest + " cannot be read", e);
        }
    }
}
