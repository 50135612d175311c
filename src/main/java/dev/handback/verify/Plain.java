package dev.handback.verify;

/** Text of a package, which may be hostile, as one line that a terminal can show. */
final class Plain {
    private static final int LONGEST = 200;

    private Plain() {}

    static String of(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("[^ -~]", "?");
    }
}
