package dev.handback.retrieval.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Reads which objects a commit, tree or tag refers to; more lenient than git's own check, since all must be found. */
final class Edges {

    interface Visitor {
        /** @param type what it must be */
        void needs(byte[] raw, int offset, int type);

        /** A commit of another repository. */
        void gitlink(byte[] raw, int offset, String name);

        /** A version of {@code .gitmodules}. */
        void modules(byte[] raw, int offset);
    }

    private static final int ID = Constants.OBJECT_ID_LENGTH;
    private static final int HEX = Constants.OBJECT_ID_STRING_LENGTH;
    private static final byte[] MODULES = ".gitmodules".getBytes(US_ASCII);
    private static final int FORMAT = 0170000;
    private static final int TREE = 0040000;
    private static final int GITLINK = 0160000;

    private final Visitor visitor;
    private final byte[] id = new byte[ID];

    Edges(Visitor visitor) {
        this.visitor = visitor;
    }

    /** @throws IllegalArgumentException when the object cannot be read to its end */
    void of(int type, byte[] raw) {
        switch (type) {
            case Constants.OBJ_COMMIT -> commit(raw);
            case Constants.OBJ_TREE -> tree(raw);
            case Constants.OBJ_TAG -> tag(raw);
            default -> {}
        }
    }

    private void commit(byte[] raw) {
        int at = header(raw, 0, "tree ", Constants.OBJ_TREE);
        while (startsWith(raw, at, "parent ")) at = header(raw, at, "parent ", Constants.OBJ_COMMIT);
    }

    private void tag(byte[] raw) {
        int typeAt = "object ".length() + HEX + 1;
        if (!startsWith(raw, typeAt, "type ")) throw new IllegalArgumentException("tag without type");
        int end = typeAt + 5;
        while (end < raw.length && raw[end] != '\n') end++;
        header(raw, 0, "object ", type(new String(raw, typeAt + 5, end - typeAt - 5, US_ASCII)));
    }

    private static int type(String name) {
        return switch (name) {
            case "commit" -> Constants.OBJ_COMMIT;
            case "tree" -> Constants.OBJ_TREE;
            case "blob" -> Constants.OBJ_BLOB;
            case "tag" -> Constants.OBJ_TAG;
            default -> throw new IllegalArgumentException("tag of unknown type");
        };
    }

    private int header(byte[] raw, int at, String key, int type) {
        int value = at + key.length();
        if (!startsWith(raw, at, key) || raw.length < value + HEX) throw new IllegalArgumentException("no " + key);
        ObjectId.fromString(raw, value).copyRawTo(id, 0);
        visitor.needs(id, 0, type);
        return value + HEX + 1;
    }

    private void tree(byte[] raw) {
        int at = 0;
        while (at < raw.length) {
            int mode = 0;
            while (at < raw.length && raw[at] != ' ') mode = mode << 3 | raw[at++] - '0';
            int name = ++at;
            while (at < raw.length && raw[at] != 0) at++;
            int target = ++at;
            at += ID;
            if (at > raw.length) throw new IllegalArgumentException("tree ends in an entry");
            switch (mode & FORMAT) {
                case TREE -> visitor.needs(raw, target, Constants.OBJ_TREE);
                case GITLINK ->
                    visitor.gitlink(
                            raw,
                            target,
                            new String(raw, name, target - 1 - name, java.nio.charset.StandardCharsets.UTF_8));
                default -> {
                    visitor.needs(raw, target, Constants.OBJ_BLOB);
                    if (Arrays.equals(raw, name, target - 1, MODULES, 0, MODULES.length)) visitor.modules(raw, target);
                }
            }
        }
    }

    private static boolean startsWith(byte[] raw, int at, String key) {
        return raw.length >= at + key.length()
                && Arrays.equals(raw, at, at + key.length(), key.getBytes(US_ASCII), 0, key.length());
    }
}
