package dev.handback.sources;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the refs of an advertisement, of protocol 0, 1 or 2, and refuses names that git itself would refuse. */
final class RefLines {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    /**
     * {@code git check-ref-format}, and parts that are too long for a file with ".lock" behind it; a line feed in a name would
     * write lines of its own into a bundle's header.
     */
    private static final Pattern BAD_NAME = Pattern.compile(
            "[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|/\\.|\\.lock(/|$)|[./]$|[^/]{251}", Pattern.DOTALL);

    /** The longest path of a file, which git makes of a name. */
    private static final int LONGEST_NAME = 4096;

    private final int atMost;
    private final List<AdvertisedRef> refs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> peeled = new HashMap<>();
    private final Map<String, String> symrefs = new HashMap<>();
    private @Nullable String unbornHead;

    RefLines(int atMost) {
        this.atMost = atMost;
    }

    /** A line of protocol 2: {@code id name [symref-target:name] [peeled:id]}. */
    void ls(String line) {
        String[] words = line.split(" ");
        if (words.length < 2) throw PacketLines.broken("a ref without a name");
        for (int i = 2; i < words.length; i++) {
            if (words[i].startsWith("symref-target:")) symrefs.put(words[1], named(words[i].substring(14)));
            if (words[i].startsWith("peeled:")) peeled.put(words[1], id(words[i].substring(7)));
        }
        if (!words[0].equals("unborn")) add(words[1], words[0]);
        else if (words[1].equals(AdvertisedRef.HEAD)) unbornHead = symrefs.get(words[1]);
    }

    /** A line of protocol 0 or 1: {@code id name}, or {@code id name^{}} for what a tag points at. */
    void advertised(String line) {
        int space = line.indexOf(' ');
        if (space < 0) throw PacketLines.broken("a ref without a name");
        String id = line.substring(0, space);
        String name = line.substring(space + 1);
        if (name.equals("capabilities^{}")) return;
        if (name.endsWith("^{}")) peeled.put(name.substring(0, name.length() - 3), id(id));
        else add(name, id);
    }

    /** A capability of protocol 0 or 1: {@code symref=HEAD:refs/heads/main}. */
    void symref(String pair) {
        int colon = pair.indexOf(':');
        if (colon > 0) symrefs.put(pair.substring(0, colon), named(pair.substring(colon + 1)));
    }

    private void add(String name, String id) {
        if (!names.add(named(name))) throw PacketLines.broken("ref " + shown(name) + " is offered twice");
        if (refs.size() >= atMost)
            throw SourceRefused.policy(
                    "TOO_MANY_REFS", "more than " + atMost + " refs; raise the limit if this is right");
        refs.add(new AdvertisedRef(name, id(id), null, null));
    }

    private static String named(String name) {
        boolean refused = !name.equals(AdvertisedRef.HEAD) && !name.startsWith("refs/")
                || name.length() > LONGEST_NAME
                || BAD_NAME.matcher(name).find();
        if (refused)
            throw SourceRefused.policy(
                    "REF_NAME_REFUSED",
                    "the ref name " + shown(name) + " is none that git allows, or too long for a file of that name");
        return name;
    }

    /** As files and folders git could not hold both; whoever opened a bundle of both would call it broken. */
    private void refuseNested() {
        for (String name : names)
            for (int slash = name.indexOf('/', 5); slash > 0; slash = name.indexOf('/', slash + 1)) {
                String above = name.substring(0, slash);
                if (names.contains(above))
                    throw SourceRefused.policy(
                            "REF_NAME_REFUSED",
                            shown(above) + " and " + shown(name) + " are both offered, which no git holds together");
            }
    }

    private static String id(String id) {
        if (!ID.matcher(id).matches()) throw PacketLines.broken("expected an object id, got " + shown(id));
        return id;
    }

    private static String shown(String raw) {
        return Printable.of(AdvertisedRef.text(raw));
    }

    Advertisement advertisement() {
        refuseNested();
        return new Advertisement(
                refs.stream()
                        .map(ref -> new AdvertisedRef(
                                ref.rawName(), ref.id(), peeled.get(ref.rawName()), symrefs.get(ref.rawName())))
                        .toList(),
                unbornHead);
    }
}
