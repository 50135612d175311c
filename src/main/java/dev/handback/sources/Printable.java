package dev.handback.sources;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Text from a holder's system, made safe for logs, terminals and messages. */
public final class Printable {

    private static final int LONGEST = 300;

    private Printable() {}

    /** Replaces control, format (right-to-left marks) and unassigned characters, and shortens. */
    public static String of(String hostile) {
        var text = new StringBuilder();
        hostile.codePoints().limit(LONGEST).forEach(c -> text.appendCodePoint(shows(c) ? c : '?'));
        return hostile.codePointCount(0, hostile.length()) > LONGEST
                ? text + "…"
                : text.toString().strip();
    }

    /** What went wrong with a file, without the path on this machine: that is nobody's business. */
    public static String of(IOException failure) {
        if (!(failure instanceof FileSystemException named)) return of(failure.toString());
        String why = named.getReason();
        return failure.getClass().getSimpleName() + (why == null ? "" : ": " + of(why));
    }

    /** Whether it is seen as what it is. */
    public static boolean shows(int codePoint) {
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
