package dev.handback.retrieval.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Gives each name of the holder's a path of its own below the destination, whatever a file system takes for the same, and
 * knows which paths it gave. The same names in the same order have the same paths; those of {@code files} are {@code unpack.py}'s.
 */
final class KeyPaths {
    /** Beside {@code files} and {@code versions}: what each file is. */
    static final String INDEX = "names.jsonl";

    private static final int LONGEST = 900;
    private static final int MARK = 18;
    private static final int KEPT_BEFORE_MARK = 120;
    private static final HexFormat HEX = HexFormat.of();

    /** No {@link SafeName} begins so. */
    private static final Pattern UNFINISHED = Pattern.compile("%unfinished-([0-9a-f]{16})-[0-9a-f]{16}");

    private final Claims claims = new Claims();
    private final SecureRandom random = new SecureRandom();

    KeyPaths() {
        requireClaim("", INDEX, false);
    }

    /** Where the latest version of a key lies. */
    String file(byte[] key) {
        return path(join("files/", key, ""));
    }

    /** Where an earlier one lies. */
    String version(byte[] key, int order) {
        return path(join("versions/", key, "/" + order));
    }

    private static byte[] join(String before, byte[] key, String after) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(UTF_8));
        bytes.writeBytes(key);
        bytes.writeBytes(after.getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private String path(byte[] raw) {
        var pieces = pieces(raw);
        var names = pieces.stream().map(SafeName::of).toList();
        if (names.stream()
                        .mapToInt(name -> name.getBytes(UTF_8).length + MARK + 1)
                        .sum()
                > LONGEST) return longPath(names.get(0), Sha256.of(raw).hex());
        String path = "";
        for (int i = 0; i < names.size(); i++) {
            boolean folder = i + 1 < names.size();
            String name = names.get(i);
            if (!claim(path, name, folder)) {
                name = cut(name) + SafeName.mark(folder ? join("", pieces.get(i), "/") : raw);
                requireClaim(path, name, folder);
            }
            path = below(path, name);
        }
        return path;
    }

    private String longPath(String tree, String sha256) {
        requireClaim("", tree, true);
        requireClaim(tree, "%long", true);
        requireClaim(tree + "/%long", sha256, false);
        return tree + "/%long/" + sha256;
    }

    private static List<byte[]> pieces(byte[] raw) {
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i < raw.length && raw[i] != '/') continue;
            pieces.add(java.util.Arrays.copyOfRange(raw, from, i));
            from = i + 1;
        }
        return pieces;
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= KEPT_BEFORE_MARK
                ? name
                : name.substring(0, name.offsetByCodePoints(0, KEPT_BEFORE_MARK));
    }

    private boolean claim(String folder, String name, boolean isFolder) {
        long owner = owner(name, isFolder);
        return claims.claim(place(below(folder, name)), owner) == owner;
    }

    private void requireClaim(String folder, String name, boolean isFolder) {
        if (!claim(folder, name, isFolder))
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "KEY_NOT_PLACED",
                    "two names would become " + Printable.of(below(folder, name)) + "; they stay in the vault");
    }

    /** Whether a file is to lie there; asked of what lies in a folder that {@link #isFolder}. */
    boolean isFile(String path) {
        return claims.isOf(place(path), owner(name(path), false));
    }

    boolean isFolder(String path) {
        return claims.isOf(place(path), owner(name(path), true));
    }

    /** A name for what is to become the file at a path, and of no other try. */
    String unfinished(String path) {
        return "%unfinished-" + HEX.toHexDigits(place(path)) + "-" + HEX.toHexDigits(random.nextLong());
    }

    /** Whether it is what a killed try left of a file that is wanted here: nobody else's has such a name. */
    boolean isUnfinished(String path) {
        var name = UNFINISHED.matcher(name(path));
        return name.matches() && claims.isTaken(HexFormat.fromHexDigitsToLong(name.group(1)));
    }

    private static String below(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A file system may keep case and Unicode form of a name, or not. */
    private static long place(String path) {
        var folded = new StringBuilder();
        for (String name : path.split("/", -1))
            folded.append('/')
                    .append(Normalizer.normalize(name, Normalizer.Form.NFC)
                            .toLowerCase(Locale.ROOT)
                            .toUpperCase(Locale.ROOT)
                            .toLowerCase(Locale.ROOT));
        return digest(folded.toString());
    }

    private static long owner(String name, boolean folder) {
        return digest(name + (folder ? "/" : ""));
    }

    /** Never 0, which means nobody. */
    private static long digest(String text) {
        long digest = ByteBuffer.wrap(Sha256.of(text).bytes()).getLong();
        return digest == 0 ? 1 : digest;
    }
}
