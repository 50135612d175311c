package dev.handback.retrieval.git;

import dev.handback.retrieval.Examples;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.LfsObject;
import dev.handback.sources.SourceRefused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The LFS pointers of all history, each object once. Reads more leniently than git-lfs and than JGit, which overlooks
 * pointers with extensions: a pointer that is missed is content that nobody misses.
 */
final class LfsPointers {

    static final int MIN = 20;
    static final int MAX = 1024;

    /** @param blob one of the files that point at the object, for telling where it is used */
    private record Pointer(long size, ObjectId blob) {}

    /** White space and extensions may stand before the version: git-lfs reads such pointers, though it writes none. */
    private static final Pattern VERSION = Pattern.compile(
            "\\A\\p{IsWhite_Space}*(?:ext-[^\n]*\n\\s*)*"
                    + "version https?://(git-lfs\\.github\\.com|hawser\\.github\\.com|git-media\\.io)/\\S*\\s*$",
            Pattern.MULTILINE);

    private static final Pattern OID = Pattern.compile("(?m)^oid sha256:([0-9a-f]{64})\\s*$");
    private static final Pattern SIZE = Pattern.compile("(?m)^size \\+?([0-9]{1,18})\\s*$");

    private final long most;
    private final Map<String, Pointer> pointers = new HashMap<>();
    private final Examples unreadable = new Examples();
    private final Examples disagreeing = new Examples();

    LfsPointers(long most) {
        this.most = most;
    }

    /** Whether a file that begins so can be a pointer at all. */
    static boolean begins(byte first) {
        return first == 'v' || first == 'e' || first <= ' ';
    }

    /** Looks at one file, which is small enough to be a pointer. */
    void look(AnyObjectId blob, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!VERSION.matcher(text).find()) return;
        Matcher oid = OID.matcher(text);
        Matcher size = SIZE.matcher(text);
        if (oid.find() && size.find()) add(oid.group(1), new Pointer(Long.parseLong(size.group(1)), blob.copy()));
        else unreadable.add(blob.name());
    }

    private void add(String oid, Pointer pointer) {
        Pointer known = pointers.putIfAbsent(oid, pointer);
        if (pointers.size() > most)
            throw new SourceRefused(
                    SourceRefused.Reason.POLICY,
                    "TOO_MANY_LFS_OBJECTS",
                    "more than " + most + " LFS objects are pointed at; raise the limit if this is right");
        if (known == null || known.size() == pointer.size()) return;
        disagreeing.add(oid + " (" + known.size() + " and " + pointer.size() + " bytes)");
        // the same whatever the order in which the files came
        if (pointer.size() > known.size()) pointers.put(oid, pointer);
    }

    boolean isEmpty() {
        return pointers.isEmpty();
    }

    /** All objects pointed at, in the order of their oids. */
    List<LfsObject> objects() {
        return pointers.entrySet().stream()
                .map(entry -> new LfsObject(entry.getKey(), entry.getValue().size()))
                .sorted()
                .toList();
    }

    /** A file for each object. */
    Set<ObjectId> blobs() {
        return pointers.values().stream().map(Pointer::blob).collect(Collectors.toUnmodifiableSet());
    }

    ObjectId blob(LfsObject object) {
        return java.util.Objects.requireNonNull(pointers.get(object.oid())).blob();
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (unreadable.count() > 0)
            findings.add(unreadable.finding(
                    "LFS_POINTER_UNREADABLE", "files begin like an LFS pointer and name no SHA-256 and size"));
        if (disagreeing.count() > 0)
            findings.add(disagreeing.finding("LFS_POINTERS_DISAGREE", "LFS objects have pointers of different sizes"));
        return findings;
    }
}
