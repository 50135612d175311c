package dev.handback.sources;

import java.util.Comparator;

/**
 * What a Git LFS pointer names.
 *
 * @param oid SHA-256 of the content, hexadecimal
 * @param size bytes
 */
public record LfsObject(String oid, long size) implements Comparable<LfsObject> {

    private static final Comparator<LfsObject> CANONICAL =
            Comparator.comparing(LfsObject::oid).thenComparing(LfsObject::size);

    public LfsObject {
        if (!oid.matches("[0-9a-f]{64}") || size < 0) throw new IllegalArgumentException("no LFS object");
    }

    @Override
    public int compareTo(LfsObject other) {
        return CANONICAL.compare(this, other);
    }
}
