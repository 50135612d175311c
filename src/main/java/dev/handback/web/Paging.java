package dev.handback.web;

/** Where in a list a page stands; pages count from 0. */
record Paging(int number, int size, long total) {
    /** A page that cannot be is the nearest that can: addresses are typed by people. */
    static Paging of(int wanted, int size, long total) {
        long last = Math.max(0, (total - 1) / size);
        return new Paging((int) Math.max(0, Math.min(wanted, last)), size, total);
    }

    public long count() {
        return Math.max(1, (total + size - 1) / size);
    }

    public boolean several() {
        return count() > 1;
    }
}
