package dev.handback.custody;

import java.util.Base64;
import java.util.List;

/** Shows one entry to lie under a signed checkpoint, without showing any other entry. */
public record InclusionProof(long index, List<byte[]> path, Checkpoint checkpoint) {

    /** Whether the entry with this content is the one that is proved. The checkpoint's signature is asked apart. */
    public boolean proves(byte[] content) {
        var leaf = MerkleTree.leafHash(content);
        return MerkleProof.includes(
                leaf, index, checkpoint.size(), path, checkpoint.root().bytes());
    }

    /** The proof as a file of form {@code c2sp.org/tlog-proof@v1}. */
    public String text() {
        var text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex ")
                .append(index)
                .append('\n');
        for (var hash : path) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return text.append('\n').append(checkpoint.note()).toString();
    }
}
