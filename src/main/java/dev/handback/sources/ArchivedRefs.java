package dev.handback.sources;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The refs of a repository as its files say them: loose ones before packed ones, symbolic ones followed a few steps. */
final class ArchivedRefs {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final int DEEPEST = 5;

    private final RemoteLimits limits;
    private long read;
    private final Map<String, String> loose = new TreeMap<>();
    private final Map<String, String> packed = new TreeMap<>();

    ArchivedRefs(RemoteLimits limits) {
        this.limits = limits;
    }

    /** @param name such as {@code HEAD} or {@code refs/heads/main} */
    void loose(String name, String content) {
        String says = content.strip();
        read += says.length();
        if (loose.size() >= limits.refs() || read > limits.advertisementBytes())
            throw SourceRefused.policy(
                    "TOO_MANY_REFS",
                    "more than " + limits.refs() + " refs, or more than " + limits.advertisementBytes()
                            + " bytes of them; raise the limit if this is right");
        loose.put(name, says);
    }

    void packed(String content) {
        content.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("^"))
                .forEach(line -> {
                    var space = line.indexOf(' ');
                    packed.put(space < 0 ? line : line.substring(space + 1), space < 0 ? "" : line.substring(0, space));
                });
    }

    Advertisement advertisement() {
        var lines = new RefLines(limits.refs());
        var all = new TreeMap<>(packed);
        all.putAll(loose);
        all.forEach((name, value) -> {
            var id = id(value, 0);
            var target = target(value);
            if (id != null) {
                lines.advertised(id + " " + name);
                if (target != null) lines.symref(name + ":" + target);
            } else if (target == null) {
                throw PacketLines.broken("ref " + Printable.of(name) + " says " + Printable.of(value));
            } else if (name.equals(AdvertisedRef.HEAD)) {
                lines.ls("unborn HEAD symref-target:" + target);
            }
        });
        return lines.advertisement();
    }

    private @Nullable String id(@Nullable String value, int depth) {
        if (value == null || depth > DEEPEST) return null;
        var target = target(value);
        if (target != null) return id(loose.getOrDefault(target, packed.get(target)), depth + 1);
        return ID.matcher(value).matches() ? value : null;
    }

    private static @Nullable String target(String value) {
        return value.startsWith("ref:") ? value.substring(4).strip() : null;
    }
}
