package dev.handback.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProofTreeTest {
    @Test
    void provesEveryLeafAndEveryEarlierTreeAsTheSlowWayDoes() {
        for (int size = 1; size <= 40; size++) {
            var leaves = leaves(size);
            var tree = new ProofTree(leaves);
            for (int n = 0; n < size; n++) {
                assertThat(tree.inclusion(n)).containsExactlyElementsOf(MerkleProof.inclusion(n, leaves));
                assertThat(tree.consistency(n + 1)).containsExactlyElementsOf(MerkleProof.consistency(n + 1, leaves));
            }
        }
    }

    @Test
    void refusesWhatItDoesNotHold() {
        var tree = new ProofTree(leaves(3));

        assertThatThrownBy(() -> tree.inclusion(3)).hasMessageContaining("no leaf 3 among 3");
        assertThatThrownBy(() -> tree.consistency(4)).hasMessageContaining("no tree of 4 within 3");
    }

    private static List<byte[]> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(n -> MerkleTree.leafHash(("leaf " + n).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
