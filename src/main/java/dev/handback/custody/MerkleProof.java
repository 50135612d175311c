package dev.handback.custody;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Makes and checks the proofs of RFC 9162, section 2.1, over leaf hashes. Needs nothing but the hashes. */
public final class MerkleProof {
    private MerkleProof() {}

    /** The path that shows the leaf at {@code index} to lie in the tree over these leaves, lowest sibling first. */
    public static List<byte[]> inclusion(int index, List<byte[]> leaves) {
        if (index < 0 || index >= leaves.size()) {
            throw new IllegalArgumentException("no leaf " + index + " among " + leaves.size());
        }
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        var split = split(leaves.size());
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        var path = index < split ? inclusion(index, left) : inclusion(index - split, right);
        path.add(root(index < split ? right : left));
        return path;
    }

    /** The nodes that show the tree over the first {@code size} leaves to be the beginning of the tree over all. */
    public static List<byte[]> consistency(int size, List<byte[]> leaves) {
        if (size < 1 || size > leaves.size()) {
            throw new IllegalArgumentException("no tree of " + size + " within " + leaves.size());
        }
        return consistency(size, leaves, true);
    }

    private static List<byte[]> consistency(int size, List<byte[]> leaves, boolean knownToTheReader) {
        if (size == leaves.size()) {
            var nodes = new ArrayList<byte[]>();
            if (!knownToTheReader) {
                nodes.add(root(leaves));
            }
            return nodes;
        }
        var split = split(leaves.size());
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        var nodes = size <= split ? consistency(size, left, knownToTheReader) : consistency(size - split, right, false);
        nodes.add(root(size <= split ? right : left));
        return nodes;
    }

    /** Whether the path leads from this leaf hash at {@code index} to the root of a tree of {@code size} leaves. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var at = index;
        var last = size - 1;
        var node = leafHash;
        for (var sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                node = MerkleTree.nodeHash(sibling, node);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                node = MerkleTree.nodeHash(node, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(node, root);
    }

    /** Whether the nodes show the tree (size, root) to have grown out of the tree (oldSize, oldRoot), unchanged. */
    public static boolean grewFrom(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> nodes) {
        if (oldSize < 1 || oldSize > size) {
            return false;
        }
        if (oldSize == size) {
            return nodes.isEmpty() && MessageDigest.isEqual(oldRoot, root);
        }
        var path = new ArrayList<>(nodes);
        if (Long.bitCount(oldSize) == 1) {
            path.add(0, oldRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        var shift = Long.numberOfTrailingZeros(oldSize);
        var at = (oldSize - 1) >> shift;
        var last = (size - 1) >> shift;
        var older = path.get(0);
        var newer = path.get(0);
        for (var node : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                older = MerkleTree.nodeHash(node, older);
                newer = MerkleTree.nodeHash(node, newer);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                newer = MerkleTree.nodeHash(newer, node);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && MessageDigest.isEqual(older, oldRoot) && MessageDigest.isEqual(newer, root);
    }

    private static byte[] root(List<byte[]> leaves) {
        var tree = new MerkleTree();
        leaves.forEach(tree::push);
        return tree.root();
    }

    /** The largest power of two smaller than {@code size}. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
