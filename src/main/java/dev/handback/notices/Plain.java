package dev.handback.notices;

/** Text of whatever origin made safe for one line of a mail, its headers included. */
final class Plain {
    private static final int LONGEST = 200;

    private Plain() {}

    /**
     * One line without control, format (right-to-left marks) and line-breaking characters, and with nothing in it that a
     * mail program would make a link of.
     */
    static String line(String any) {
        var text = new StringBuilder();
        any.codePoints().limit(LONGEST).forEach(c -> text.appendCodePoint(shown(c) ? c : ' '));
        var shortened = any.codePointCount(0, any.length()) > LONGEST ? text + "…" : text.toString();
        return shortened
                .replaceAll("\\s+", " ")
                .replace("://", ": //")
                .replaceAll("(?i)\\b(www)\\.", "$1 .")
                .strip();
    }

    private static boolean shown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
