package dev.handback.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    /** The reference leaves of Certificate Transparency, and the roots over the first one, two, … of them. */
    private static final List<byte[]> REFERENCE = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(HexFormat.of()::parseHex)
            .map(MerkleTree::leafHash)
            .toList();

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void matchesTheReferenceRoots() {
        var tree = new MerkleTree();
        for (var i = 0; i < REFERENCE.size(); i++) {
            tree.push(REFERENCE.get(i));
            assertThat(HexFormat.of().formatHex(tree.root())).isEqualTo(ROOTS.get(i));
        }
    }

    @Test
    void hasTheHashOfNothingWhenEmpty() {
        assertThat(HexFormat.of().formatHex(new MerkleTree().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void goesOnFromItsFrontier() {
        var leaves = leaves(100);
        var whole = new MerkleTree();
        for (var leaf : leaves) {
            var takenUp = new MerkleTree(whole.size(), whole.frontier());
            whole.push(leaf);
            takenUp.push(leaf);
            assertThat(takenUp.root()).isEqualTo(whole.root());
        }
        assertThat(whole.size()).isEqualTo(100);
    }

    @Test
    void refusesAFrontierThatDoesNotFitItsSize() {
        assertThatThrownBy(() -> new MerkleTree(3, new byte[32])).hasMessageContaining("a tree of 3 leaves");
        assertThatThrownBy(() -> new MerkleTree().push(new byte[31])).hasMessageContaining("31");
    }

    @Test
    void provesEveryLeafOfEverySize() {
        var leaves = leaves(40);
        for (var size = 1; size <= leaves.size(); size++) {
            var root = root(leaves.subList(0, size));
            for (var i = 0; i < size; i++) {
                var path = MerkleProof.inclusion(i, leaves.subList(0, size));
                assertThat(MerkleProof.includes(leaves.get(i), i, size, path, root))
                        .isTrue();
                assertThat(MerkleProof.includes(leaves.get((i + 1) % 40), i, size, path, root))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesAProofForAnotherPlaceOrLength() {
        var leaves = leaves(13);
        var root = root(leaves);
        var path = MerkleProof.inclusion(5, leaves);

        assertThat(MerkleProof.includes(leaves.get(5), 6, 13, path, root)).isFalse();
        assertThat(MerkleProof.includes(leaves.get(5), 13, 13, path, root)).isFalse();
        assertThat(MerkleProof.includes(leaves.get(5), -1, 13, path, root)).isFalse();
        assertThat(MerkleProof.includes(leaves.get(5), 5, 13, path.subList(0, path.size() - 1), root))
                .isFalse();
        var longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        assertThat(MerkleProof.includes(leaves.get(5), 5, 13, longer, root)).isFalse();
    }

    @Test
    void provesThatEveryTreeGrewOutOfEverySmallerOne() {
        var leaves = leaves(40);
        for (var size = 1; size <= leaves.size(); size++) {
            var root = root(leaves.subList(0, size));
            for (var old = 1; old <= size; old++) {
                var oldRoot = root(leaves.subList(0, old));
                var nodes = MerkleProof.consistency(old, leaves.subList(0, size));
                assertThat(MerkleProof.grewFrom(old, oldRoot, size, root, nodes))
                        .isTrue();
                assertThat(MerkleProof.grewFrom(old, leaves.get(39), size, root, nodes))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesToCallARewrittenTreeGrown() {
        var leaves = new ArrayList<>(leaves(20));
        var oldRoot = root(leaves.subList(0, 9));
        leaves.set(4, MerkleTree.leafHash(new byte[] {1}));

        var nodes = MerkleProof.consistency(9, leaves);

        assertThat(MerkleProof.grewFrom(9, oldRoot, 20, root(leaves), nodes)).isFalse();
        assertThat(MerkleProof.grewFrom(9, oldRoot, 20, root(leaves), List.of()))
                .isFalse();
        assertThat(MerkleProof.grewFrom(21, oldRoot, 20, root(leaves), nodes)).isFalse();
    }

    @Test
    void refusesToProveWhatIsNotThere() {
        assertThatThrownBy(() -> MerkleProof.inclusion(3, leaves(3))).hasMessageContaining("no leaf 3 among 3");
        assertThatThrownBy(() -> MerkleProof.consistency(4, leaves(3))).hasMessageContaining("no tree of 4 within 3");
    }

    private static List<byte[]> leaves(int count) {
        var random = new Random(20);
        return Stream.generate(() -> {
                    var content = new byte[16];
                    random.nextBytes(content);
                    return MerkleTree.leafHash(content);
                })
                .limit(count)
                .toList();
    }

    private static byte[] root(List<byte[]> leaves) {
        var tree = new MerkleTree();
        leaves.forEach(tree::push);
        return tree.root();
    }
}
