package dev.handback.retrieval.git;

import dev.handback.retrieval.Examples;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.SourceRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BlobObjectChecker;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Sees every object once while JGit receives the pack, and notes in that one pass what is here, what is needed, what
 * git's format check objects to, submodules and LFS pointers. It never stops a retrieval because of old dirt in a
 * history: custody takes the bytes and says what is wrong with them.
 */
final class GraphRecorder extends ObjectChecker implements Edges.Visitor {

    private final GitLimits limits;
    private final ObjectTable table = new ObjectTable();
    private final Edges edges = new Edges(this);
    private final Map<String, Examples> dirt = new TreeMap<>();
    private final Examples unreadable = new Examples();
    private final LfsPointers lfs;
    private final Gitlinks gitlinks = new Gitlinks();
    private long objects;
    private long bytes;

    GraphRecorder(GitLimits limits) {
        this.limits = limits;
        this.lfs = new LfsPointers(limits.lfs().maxObjects());
    }

    @Override
    public void check(AnyObjectId id, int type, byte[] raw) throws CorruptObjectException {
        if (type == Constants.OBJ_BLOB) {
            BlobObjectChecker blob = newBlobObjectChecker();
            blob.update(raw, 0, raw.length);
            blob.endBlob(id);
            return;
        }
        arrived(id, type, raw.length);
        try {
            super.check(id, type, raw);
        } catch (CorruptObjectException e) {
            String code = e.getErrorType() == null
                    ? "FORMAT"
                    : e.getErrorType().name().toUpperCase(Locale.ROOT);
            dirt.computeIfAbsent("FSCK_" + code, c -> new Examples()).add(id.name());
        }
        try {
            edges.of(type, raw);
        } catch (IllegalArgumentException e) {
            unreadable.add(id.name());
        }
    }

    @Override
    public BlobObjectChecker newBlobObjectChecker() {
        return new Blob();
    }

    private void arrived(AnyObjectId id, int type, long size) {
        table.here(id, type);
        objects++;
        grown(size);
    }

    private void grown(long size) {
        bytes += size;
        if (bytes > limits.maxContent().toBytes())
            throw refused("CONTENT_TOO_LARGE", "more than " + limits.maxContent() + " unpacked");
    }

    @Override
    public void needs(byte[] raw, int offset, int type) {
        table.need(raw, offset, type);
        // a few small packed trees can name endlessly many objects that do not exist
        if (table.size() > 2 * limits.maxObjects())
            throw refused("TOO_MANY_OBJECTS", "more than " + 2 * limits.maxObjects() + " objects referred to");
    }

    @Override
    public void gitlink(byte[] raw, int offset, String name) {
        gitlinks.pin(name, ObjectId.fromRaw(raw, offset));
    }

    @Override
    public void modules(byte[] raw, int offset) {
        gitlinks.modules(ObjectId.fromRaw(raw, offset));
    }

    private static SourceRefused refused(String code, String detail) {
        return new SourceRefused(SourceRefused.Reason.POLICY, code, detail + "; raise the limit if this is right");
    }

    ObjectTable table() {
        return table;
    }

    long objects() {
        return objects;
    }

    long bytes() {
        return bytes;
    }

    /** Objects whose references could not be read: what hangs below them is unknown. */
    boolean hasUnreadable() {
        return unreadable.count() > 0;
    }

    Gitlinks gitlinks() {
        return gitlinks;
    }

    LfsPointers lfs() {
        return lfs;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        dirt.forEach((code, examples) -> findings.add(examples.finding(code, "objects that git fsck objects to")));
        if (hasUnreadable())
            findings.add(unreadable.finding("OBJECT_UNREADABLE", "objects whose references cannot be read"));
        findings.addAll(lfs.findings());
        return findings;
    }

    /** Keeps only as much of a blob as an LFS pointer can be long. */
    private final class Blob implements BlobObjectChecker {
        private byte[] head = new byte[0];
        private long size;

        @Override
        public void update(byte[] in, int offset, int length) {
            if (size < LfsPointers.MAX && length > 0 && (size > 0 || LfsPointers.begins(in[offset])))
                append(in, offset, length);
            size += length;
            grown(length);
        }

        private void append(byte[] in, int offset, int length) {
            int more = Math.min(length, LfsPointers.MAX - head.length);
            byte[] longer = java.util.Arrays.copyOf(head, head.length + more);
            System.arraycopy(in, offset, longer, head.length, more);
            head = longer;
        }

        @Override
        public void endBlob(AnyObjectId id) {
            arrived(id, Constants.OBJ_BLOB, 0);
            if (size >= LfsPointers.MIN && size <= LfsPointers.MAX && head.length == size) lfs.look(id, head);
        }
    }
}
