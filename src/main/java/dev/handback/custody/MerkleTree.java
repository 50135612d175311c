package dev.handback.custody;

import dev.handback.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The hash tree of RFC 6962 over a list that only grows, kept as the roots of its complete subtrees. */
public final class MerkleTree {
    static final int HASH_BYTES = 32;

    /** Largest subtree first; one for each bit set in the size. */
    private final Deque<byte[]> frontier = new ArrayDeque<>();

    private long size;

    /** The empty tree. */
    public MerkleTree() {}

    /** A tree taken up again where {@link #size} and {@link #frontier} left it. */
    public MerkleTree(long size, byte[] frontier) {
        if (size < 0 || frontier.length != HASH_BYTES * Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves has no frontier of " + frontier.length + " bytes");
        }
        this.size = size;
        for (var at = 0; at < frontier.length; at += HASH_BYTES) {
            this.frontier.addLast(Arrays.copyOfRange(frontier, at, at + HASH_BYTES));
        }
    }

    /** Adds a leaf hash, not the leaf's content: see {@link #leafHash}. */
    public void push(byte[] leafHash) {
        var node = requireHash(leafHash);
        for (var rest = size; (rest & 1) == 1; rest >>= 1) {
            node = nodeHash(frontier.removeLast(), node);
        }
        frontier.addLast(node);
        size++;
    }

    public long size() {
        return size;
    }

    /** The root over everything pushed; of an empty tree the hash of nothing. */
    public byte[] root() {
        if (frontier.isEmpty()) {
            return Sha256.digest().digest();
        }
        var fromRight = frontier.descendingIterator();
        var root = fromRight.next();
        while (fromRight.hasNext()) {
            root = nodeHash(fromRight.next(), root);
        }
        return root.clone();
    }

    /** What the ledger's head row holds: the subtree roots one after the other. */
    public byte[] frontier() {
        var bytes = new ByteArrayOutputStream(frontier.size() * HASH_BYTES);
        frontier.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** The hash of a leaf. The prefix keeps a node from ever being passed off as a leaf. */
    public static byte[] leafHash(byte[] content) {
        var digest = Sha256.digest();
        digest.update((byte) 0);
        return digest.digest(content);
    }

    /** The hash of an inner node. */
    public static byte[] nodeHash(byte[] left, byte[] right) {
        var digest = Sha256.digest();
        digest.update((byte) 1);
        digest.update(requireHash(left));
        return digest.digest(requireHash(right));
    }

    static byte[] requireHash(byte[] hash) {
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("a hash has " + HASH_BYTES + " bytes, not " + hash.length);
        }
        return Arrays.copyOf(hash, HASH_BYTES);
    }
}
