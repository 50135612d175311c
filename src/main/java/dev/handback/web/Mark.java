package dev.handback.web;

/** A state as people see it: always a word and a sign, the colour only repeats them. */
record Mark(String word, String sign, String look) {
    static Mark idle(String word) {
        return new Mark(word, "○", "idle");
    }

    static Mark running(String word) {
        return new Mark(word, "◐", "running");
    }

    static Mark needs(String word) {
        return new Mark(word, "!", "needs");
    }

    static Mark failed(String word) {
        return new Mark(word, "✕", "failed");
    }

    static Mark proved(String word) {
        return new Mark(word, "✓", "proved");
    }

    Mark counting(long count) {
        return new Mark(word + ": " + count, sign, look);
    }
}
