package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.EVIDENCE_NOT_PROVED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.Sha256;
import dev.handback.certificates.AssetFacts;
import dev.handback.certificates.CertificateFacts;
import dev.handback.certificates.DestructionFacts;
import dev.handback.custody.MerkleTree;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The evidence of the assets that a certificate names, against its digests and the ledger. Of an asset outside the scope the excerpt says too little. */
final class EvidenceInPackage {
    private final PackageReading reading;
    private final Findings findings;
    private final PackageLedger ledger;
    private final Holdings holdings;

    EvidenceInPackage(PackageReading reading, Findings findings, PackageLedger ledger, Holdings holdings) {
        this.reading = reading;
        this.findings = findings;
        this.ledger = ledger;
        this.holdings = holdings;
    }

    /** @param fact the row of the certificate when it was drawn up */
    void check(String path, CertificateFacts facts, JsonNode fact) {
        var destruction = Objects.requireNonNullElse(facts.destruction(), List.<DestructionFacts>of());
        var digests = new TreeMap<String, String>();
        facts.assets().forEach(asset -> digests.put(asset.asset(), asset.evidenceDigest()));
        facts.notReturned().forEach(asset -> digests.put(asset.asset(), asset.evidenceDigest()));
        destruction.forEach(asset -> digests.put(asset.asset(), asset.evidenceDigest()));
        facts.assets().forEach(asset -> findings.step(EVIDENCE_NOT_PROVED, path, () -> returned(path, asset)));
        var size = fact.path("ledger_size").asLong();
        destruction.forEach(asset -> findings.step(EVIDENCE_NOT_PROVED, path, () -> destroyed(path, asset, size)));
        var root = root(digests);
        if (!root.equals(facts.evidenceRoot())
                || !root.equals(fact.path("evidence_root").asText())) {
            findings.add(EVIDENCE_NOT_PROVED, path, "its evidence root is not that of its assets");
        }
    }

    private void proved(String path, String asset, String words, String digest) {
        if (!Sha256.of(words).hex().equals(digest)) {
            findings.add(EVIDENCE_NOT_PROVED, path, "the evidence does not have the digest printed", asset);
        }
    }

    private void destroyed(String path, DestructionFacts asset, long size) throws IOException {
        proved(path, asset.asset(), asset.evidence(), asset.evidenceDigest());
        if (ledger.scope().contains(asset.asset())) {
            var retold = new Retold(key -> ledger.facts(key, size), findings, path, asset.asset());
            new DestructionInPackage(retold, reading.json(asset.evidence())).check();
        }
    }

    private void returned(String path, AssetFacts asset) throws IOException {
        if (asset.evidence() == null) {
            return;
        }
        proved(path, asset.asset(), asset.evidence(), asset.evidenceDigest());
        var evidence = reading.json(asset.evidence());
        if (!ledger.scope().contains(asset.asset()) || !evidence.has("contentDigest")) {
            return;
        }
        var said = holdings.attempts(asset.asset()).stream()
                .filter(attempt -> attempt.path("number").equals(evidence.path("attempt")))
                .anyMatch(attempt -> same(evidence, attempt));
        if (!said) {
            findings.add(
                    EVIDENCE_NOT_PROVED,
                    path,
                    "the ledger says other of attempt "
                            + evidence.path("attempt").asText(),
                    asset.asset());
        }
    }

    private static boolean same(JsonNode evidence, JsonNode attempt) {
        return evidence.path("contentDigest").equals(attempt.path("content_digest"))
                && evidence.path("manifestSha256").equals(attempt.path("manifest_sha256"))
                && evidence.path("bundleSha256").equals(attempt.path("bundle_sha256"));
    }

    private static String root(SortedMap<String, String> digests) {
        var tree = new MerkleTree();
        digests.values()
                .forEach(digest -> tree.push(MerkleTree.leafHash(HexFormat.of().parseHex(digest))));
        return HexFormat.of().formatHex(tree.root());
    }
}
