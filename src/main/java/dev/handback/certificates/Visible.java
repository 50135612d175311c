package dev.handback.certificates;

import java.text.Bidi;

/**
 * Makes a vendor's text safe to print: nothing in it can hide, reorder or overlay what stands beside it. What the
 * fonts of the page cannot show faithfully is printed as its code point; the attached facts hold the original.
 */
final class Visible {
    private Visible() {}

    static String of(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        if (plain(c)) {
            out.appendCodePoint(c);
        } else if (c == '\n' || c == '\t' || c == '\r') {
            out.append(' ');
        } else {
            out.append("\u2039U+").append(String.format("%04X", c)).append('\u203a');
        }
    }

    private static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !rightToLeft(c) && PageFonts.canShow(c);
        };
    }

    // without reordering the page would show such a name backwards, which is worse than code points
    private static boolean rightToLeft(int c) {
        return Bidi.requiresBidi(Character.toChars(c), 0, Character.charCount(c));
    }
}
