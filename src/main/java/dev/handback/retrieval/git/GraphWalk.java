package dev.handback.retrieval.git;

import dev.handback.retrieval.Examples;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Walks from the refs to everything they need and names what is missing. Reads objects a second time, so it is asked
 * only when the one-pass record shows gaps, to tell which of them matter.
 */
final class GraphWalk implements Edges.Visitor {

    private final ObjectTable received;
    private final ObjectReader reader;
    private final ObjectTable seen = new ObjectTable();
    private final Deque<ObjectId> open = new ArrayDeque<>();
    private final Edges edges = new Edges(this);
    private final Examples missing = new Examples();
    private final Examples otherType = new Examples();

    GraphWalk(ObjectTable received, ObjectReader reader) {
        this.received = received;
        this.reader = reader;
    }

    void from(Collection<ObjectId> tips) throws IOException {
        tips.forEach(tip -> reached(tip, received.typeHere(tip)));
        while (!open.isEmpty()) {
            ObjectId id = open.pop();
            int type = received.typeHere(id);
            try {
                edges.of(type, reader.open(id, type).getCachedBytes(Integer.MAX_VALUE));
            } catch (IllegalArgumentException e) {
                // reported as OBJECT_UNREADABLE when it was received
                continue;
            }
        }
    }

    @Override
    public void needs(byte[] raw, int offset, int type) {
        reached(ObjectId.fromRaw(raw, offset), type);
    }

    @Override
    public void gitlink(byte[] raw, int offset, String name) {
        // lies in another repository: not needed here
    }

    @Override
    public void modules(byte[] raw, int offset) {
        // was seen when it was received
    }

    private void reached(ObjectId id, int type) {
        int here = received.typeHere(id);
        if (here != 0 && here != type) otherType.add(id.name() + " is a " + Constants.typeString(here));
        if (seen.typeHere(id) != 0) return;
        seen.here(id, type == 0 ? Constants.OBJ_BLOB : type);
        if (here == 0) missing.add(id.name());
        else if (here != Constants.OBJ_BLOB) open.push(id);
    }

    Examples missing() {
        return missing;
    }

    Examples otherType() {
        return otherType;
    }
}
