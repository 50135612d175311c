package dev.handback.retrieval.git;

import dev.handback.sources.Printable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevObject;
import org.jspecify.annotations.Nullable;

/**
 * Finds one path under which a file stands somewhere in history. The first question walks all trees, so it is asked only
 * to name what is missing.
 */
final class PathsInHistory {

    private static final String UNKNOWN = "path not known";

    private final Repository repository;
    private final Collection<ObjectId> tips;
    private final Collection<ObjectId> wanted;
    private @Nullable Map<ObjectId, String> paths;

    /** @param wanted all blobs that may be asked for */
    PathsInHistory(Repository repository, Collection<ObjectId> tips, Collection<ObjectId> wanted) {
        this.repository = repository;
        this.tips = tips;
        this.wanted = wanted;
    }

    String of(ObjectId blob) {
        if (paths == null) paths = walk();
        return paths.getOrDefault(blob, UNKNOWN);
    }

    private Map<ObjectId, String> walk() {
        var open = new java.util.HashSet<>(wanted);
        var found = new HashMap<ObjectId, String>();
        try (var walk = new ObjectWalk(repository)) {
            walk.setRetainBody(false);
            for (ObjectId tip : tips) walk.markStart(walk.parseAny(tip));
            while (walk.next() != null) {}
            for (RevObject next = walk.nextObject(); next != null && !open.isEmpty(); next = walk.nextObject())
                if (open.remove(next)) found.put(next.copy(), Printable.of(walk.getPathString()));
        } catch (IOException | RuntimeException e) {
            // a history with holes or dirt cannot be walked to its end; those reached by then keep their paths
            return found;
        }
        return found;
    }
}
