package dev.handback.retrieval.git;

import dev.handback.sources.SourceRefused;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/** Commits of other repositories that any version pins, and every version of the file that says where these lie. */
final class Gitlinks {

    private static final int MOST = 1_000_000;

    private final Map<String, Set<ObjectId>> pins = new TreeMap<>();
    private final Set<ObjectId> modules = new LinkedHashSet<>();
    private int count;

    /** @param name the last part of the path under which it is pinned */
    void pin(String name, ObjectId commit) {
        if (pins.computeIfAbsent(name, n -> new HashSet<>()).add(commit)) grown();
    }

    /** @param blob a version of {@code .gitmodules} */
    void modules(ObjectId blob) {
        if (modules.add(blob)) grown();
    }

    private void grown() {
        if (++count > MOST)
            throw new SourceRefused(
                    SourceRefused.Reason.POLICY,
                    "TOO_MANY_SUBMODULES",
                    "more than " + MOST + " commits of other repositories are pinned");
    }

    boolean isEmpty() {
        return count == 0;
    }

    Map<String, Set<ObjectId>> pins() {
        return pins;
    }

    Set<ObjectId> modules() {
        return modules;
    }
}
