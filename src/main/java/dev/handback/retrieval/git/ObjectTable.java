package dev.handback.retrieval.git;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.NB;

/**
 * All object ids that arrived or were referred to, in 21 bytes a place: a repository of ten million objects must fit
 * into memory. Each remembers as which type it is here and as which types others need it.
 */
final class ObjectTable {

    /** Needed, whatever its type: refs may name any object. */
    static final int ANY = 0;

    private static final int HERE = 0x07;
    private static final int WORDS = Constants.OBJECT_ID_LENGTH / 4;

    /** Ids in a hostile tree are chosen freely; without a secret they could all be made to fall on one place. */
    private final int[] secret = new SecureRandom().ints(WORDS).map(i -> i | 1).toArray();

    private final byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
    private int[] ids = new int[WORDS << 10];
    private byte[] states = new byte[1 << 10];
    private int size;

    void here(AnyObjectId id, int type) {
        id.copyRawTo(raw, 0);
        int place = place(raw, 0);
        states[place] = (byte) (states[place] & ~HERE | type);
    }

    void need(byte[] from, int offset, int type) {
        int place = place(from, offset);
        states[place] |= (byte) (8 << type);
    }

    void need(AnyObjectId id, int type) {
        id.copyRawTo(raw, 0);
        need(raw, 0, type);
    }

    /** The type as which an object is here; 0 when it is not. */
    int typeHere(AnyObjectId id) {
        id.copyRawTo(raw, 0);
        return states[find(raw, 0)] & HERE;
    }

    /** All that are here as this type, sorted. */
    List<ObjectId> ofType(int type) {
        var ids = new ArrayList<ObjectId>();
        for (int place = 0; place < states.length; place++)
            if ((states[place] & HERE) == type) ids.add(ObjectId.fromRaw(this.ids, place * WORDS));
        ids.sort(null);
        return ids;
    }

    int size() {
        return size;
    }

    /** Calls for each object that is needed but not here (0), or here as another type than needed. */
    void eachGap(ObjIntConsumer<ObjectId> gap) {
        for (int place = 0; place < states.length; place++) {
            int here = states[place] & HERE;
            int needed = (states[place] & 0xff) >> 3;
            boolean otherType = here != 0 && (needed & ~1 & ~(1 << here)) != 0;
            if (needed != 0 && here == 0 || otherType) gap.accept(ObjectId.fromRaw(ids, place * WORDS), here);
        }
    }

    /** The place of an id; a new one must be given a state by the caller, since 0 means free. */
    private int place(byte[] from, int offset) {
        int place = find(from, offset);
        if (states[place] != 0) return place;
        if (size * 2 >= states.length) {
            grow();
            place = find(from, offset);
        }
        for (int word = 0; word < WORDS; word++) ids[place * WORDS + word] = NB.decodeInt32(from, offset + 4 * word);
        size++;
        return place;
    }

    private int find(byte[] from, int offset) {
        int hash = 0;
        for (int word = 0; word < WORDS; word++) hash += secret[word] * NB.decodeInt32(from, offset + 4 * word);
        int place = spread(hash, states);
        while (states[place] != 0 && !same(place * WORDS, from, offset)) place = place + 1 & states.length - 1;
        return place;
    }

    private static int spread(int hash, byte[] places) {
        return (hash ^ hash >>> 15) & places.length - 1;
    }

    private boolean same(int at, byte[] from, int offset) {
        for (int word = 0; word < WORDS; word++)
            if (ids[at + word] != NB.decodeInt32(from, offset + 4 * word)) return false;
        return true;
    }

    private void grow() {
        int[] oldIds = ids;
        byte[] oldStates = states;
        ids = new int[Math.multiplyExact(oldIds.length, 2)];
        states = new byte[oldStates.length * 2];
        for (int old = 0; old < oldStates.length; old++) if (oldStates[old] != 0) move(oldIds, old, oldStates[old]);
    }

    private void move(int[] oldIds, int old, byte state) {
        int hash = 0;
        for (int word = 0; word < WORDS; word++) hash += secret[word] * oldIds[old * WORDS + word];
        int place = spread(hash, states);
        while (states[place] != 0) place = place + 1 & states.length - 1;
        System.arraycopy(oldIds, old * WORDS, ids, place * WORDS, WORDS);
        states[place] = state;
    }
}
