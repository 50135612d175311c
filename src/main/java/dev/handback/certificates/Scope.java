package dev.handback.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import dev.handback.custody.MerkleTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one certificate says about its assets, and the words it freezes and hashes of each, in the order of its rows.
 *
 * @param evidence asset to words
 * @param destruction null of every kind but the record of destruction evidence
 */
record Scope(
        Map<String, String> evidence,
        List<AssetFacts> assets,
        List<CertificateFacts.NotReturned> notReturned,
        List<String> notSeen,
        @Nullable List<DestructionFacts> destruction) {

    Scope {
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    static Scope ofReturn(List<AssetToCertify> rows) {
        var evidence = new LinkedHashMap<String, String>();
        rows.forEach(a -> evidence.put(a.asset(), a.evidence()));
        return new Scope(
                evidence,
                rows.stream()
                        .filter(a -> !a.excepted())
                        .map(a -> a.facts(CertificatesTable.findings(a.findings()), digestOf(a.evidence())))
                        .toList(),
                rows.stream()
                        .filter(AssetToCertify::excepted)
                        .map(a -> a.notReturned(digestOf(a.evidence())))
                        .toList(),
                notSeen(rows),
                null);
    }

    /** Made of the words alone, so that nothing can stand on its pages that they do not say. */
    static Scope ofDestruction(Map<String, String> evidence) {
        return new Scope(
                evidence,
                List.of(),
                List.of(),
                List.of(),
                evidence.entrySet().stream()
                        .map(asset -> DestructionFacts.of(asset.getKey(), asset.getValue(), digestOf(asset.getValue())))
                        .toList());
    }

    String digest(String asset) {
        return digestOf(Objects.requireNonNull(evidence.get(asset)));
    }

    /** RFC 6962 root over the evidence digests, each the content of a leaf, in the order of the scope. */
    String root() {
        return rootOf(evidence.values());
    }

    /** The same root, of the words themselves. */
    static String rootOf(Collection<String> evidence) {
        var tree = new MerkleTree();
        evidence.forEach(words -> tree.push(MerkleTree.leafHash(HexFormat.of().parseHex(digestOf(words)))));
        return HexFormat.of().formatHex(tree.root());
    }

    private static String digestOf(String evidence) {
        return Sha256.of(evidence.getBytes(UTF_8)).hex();
    }

    private static List<String> notSeen(List<AssetToCertify> rows) {
        var lines = new ArrayList<String>();
        for (var asset : rows) {
            var line = asset.excepted() ? null : asset.notSeen();
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }
}
