package dev.handback.retrieval.folder;

/**
 * Who has which place, both as 64 bits of a digest: millions of names in a few bytes each. Two places of one number are one
 * that is taken, which costs the second its plain name and nothing else.
 */
final class Claims {
    private static final long NOBODY = 0;

    private long[] places = new long[1 << 10];
    private long[] owners = new long[1 << 10];
    private int size;

    /** Who has the place now, which is whoever came first; nobody's number is 0. */
    long claim(long place, long owner) {
        if (size * 2 >= places.length) grow();
        int at = slot(place);
        if (owners[at] == NOBODY) {
            places[at] = place;
            owners[at] = owner;
            size++;
        }
        return owners[at];
    }

    boolean isOf(long place, long owner) {
        return owners[slot(place)] == owner;
    }

    boolean isTaken(long place) {
        return owners[slot(place)] != NOBODY;
    }

    private int slot(long place) {
        int mask = places.length - 1;
        int at = (int) place & mask;
        while (owners[at] != NOBODY && places[at] != place) at = (at + 1) & mask;
        return at;
    }

    private void grow() {
        var oldPlaces = places;
        var oldOwners = owners;
        places = new long[oldPlaces.length * 2];
        owners = new long[oldOwners.length * 2];
        for (int i = 0; i < oldOwners.length; i++) {
            if (oldOwners[i] == NOBODY) continue;
            int at = slot(oldPlaces[i]);
            places[at] = oldPlaces[i];
            owners[at] = oldOwners[i];
        }
    }
}
