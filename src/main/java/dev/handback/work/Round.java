package dev.handback.work;

/**
 * Something that is looked after again and again, every few seconds, by one node at a time; a Spring bean. A round must be
 * short, hold no transaction while it waits for others, and mind nothing when it is begun twice: a node that seemed dead may
 * go on.
 */
public interface Round {
    /** For {@code @Order}: after those that give it work. */
    int LAST = 100;

    /** What it throws is logged, and the next round comes all the same. */
    void run();
}
