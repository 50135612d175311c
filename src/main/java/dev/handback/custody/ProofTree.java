package dev.handback.custody;

import java.util.ArrayList;
import java.util.List;

/**
 * Every node of the tree over some leaves, so that the proof of each leaf costs no more than its length. Holds 64 bytes
 * for each leaf.
 */
public final class ProofTree {
    private final int size;
    /** The roots of all complete, aligned subtrees; the first level are the leaves. */
    private final List<List<byte[]>> levels = new ArrayList<>();

    ProofTree(List<byte[]> leaves) {
        size = leaves.size();
        for (var level = leaves; !level.isEmpty(); level = above(level)) {
            levels.add(level);
        }
    }

    /** The path that shows the leaf at {@code index} to lie in the tree, lowest sibling first. */
    public List<byte[]> inclusion(int index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " among " + size);
        }
        return path(index, 0, size);
    }

    /** The nodes that show the tree over the first {@code older} leaves to be the beginning of this one. */
    public List<byte[]> consistency(int older) {
        if (older < 1 || older > size) {
            throw new IllegalArgumentException("no tree of " + older + " within " + size);
        }
        return older == size ? List.of() : grown(older, 0, size, true);
    }

    private List<byte[]> path(int index, int from, int to) {
        if (to - from == 1) {
            return new ArrayList<>();
        }
        var split = from + Integer.highestOneBit(to - from - 1);
        var left = index < split;
        var path = left ? path(index, from, split) : path(index, split, to);
        path.add(left ? root(split, to) : root(from, split));
        return path;
    }

    private List<byte[]> grown(int older, int from, int to, boolean knownToTheReader) {
        if (older == to - from) {
            var nodes = new ArrayList<byte[]>();
            if (!knownToTheReader) {
                nodes.add(root(from, to));
            }
            return nodes;
        }
        var half = Integer.highestOneBit(to - from - 1);
        var left = older <= half;
        var nodes =
                left ? grown(older, from, from + half, knownToTheReader) : grown(older - half, from + half, to, false);
        nodes.add(left ? root(from + half, to) : root(from, from + half));
        return nodes;
    }

    private byte[] root(int from, int to) {
        var width = to - from;
        if (Integer.bitCount(width) == 1) {
            return levels.get(Integer.numberOfTrailingZeros(width)).get(from / width);
        }
        var half = Integer.highestOneBit(width);
        return MerkleTree.nodeHash(root(from, from + half), root(from + half, to));
    }

    private static List<byte[]> above(List<byte[]> level) {
        var nodes = new ArrayList<byte[]>(level.size() / 2);
        for (var at = 0; at + 1 < level.size(); at += 2) {
            nodes.add(MerkleTree.nodeHash(level.get(at), level.get(at + 1)));
        }
        return nodes;
    }
}
