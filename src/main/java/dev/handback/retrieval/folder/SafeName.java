package dev.handback.retrieval.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import dev.handback.sources.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One part of a holder's name as every file system can hold it, the same as {@code unpack.py} of a package gives it: what is
 * plain stays as it is, all else becomes %XX, so that no two become the same. It never begins with a % and a small letter but
 * for {@code %empty}.
 */
final class SafeName {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\.|$)", Pattern.CASE_INSENSITIVE);
    private static final String FORBIDDEN = "%\\:*?\"<>|";
    private static final int LONGEST = 180;
    private static final int CUT = 100;

    private SafeName() {}

    static String of(byte[] part) {
        if (part.length == 0) return "%empty";
        if (Arrays.equals(part, new byte[] {'.'}) || Arrays.equals(part, new byte[] {'.', '.'})) return escape(part);
        var text = characters(part);
        int last = text.size() - 1;
        if (text.get(last).equals(" ") || text.get(last).equals(".")) text.set(last, escapedText(text.get(last)));
        if (DEVICE.matcher(String.join("", text)).lookingAt()) text.set(0, escapedText(text.get(0)));
        String name = String.join("", text);
        byte[] bytes = name.getBytes(UTF_8);
        return bytes.length > LONGEST ? cut(bytes) + mark(part) : name;
    }

    /** What tells a name from another one that a file system takes for the same. */
    static String mark(byte[] raw) {
        return "%~" + Sha256.of(raw).hex().substring(0, 16);
    }

    private static List<String> characters(byte[] part) {
        var text = new ArrayList<String>();
        var in = ByteBuffer.wrap(part);
        var out = CharBuffer.allocate(part.length);
        var decoder = UTF_8.newDecoder();
        while (true) {
            var result = decoder.reset().decode(in, out, true);
            out.flip().codePoints().forEach(c -> text.add(shown(c)));
            out.clear();
            if (!result.isMalformed()) return text;
            for (int i = 0; i < result.length(); i++) text.add("%" + HEX.toHexDigits(in.get()));
        }
    }

    private static String shown(int character) {
        String text = Character.toString(character);
        return Printable.shows(character) && FORBIDDEN.indexOf(character) < 0 ? text : escapedText(text);
    }

    private static String escapedText(String text) {
        return escape(text.getBytes(UTF_8));
    }

    private static String escape(byte[] bytes) {
        var text = new StringBuilder();
        for (byte b : bytes) text.append('%').append(HEX.toHexDigits(b));
        return text.toString();
    }

    private static String cut(byte[] name) {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(name, 0, CUT))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("what is malformed is left out", e);
        }
    }
}
