package dev.handback.retrieval;

import java.util.Map;

/**
 * What the newest attempt met in archive classes; nothing of it is held.
 *
 * @param classes how many versions of each class
 */
public record Archived(long objects, long bytes, Map<String, Long> classes) {
    public Archived {
        classes = Map.copyOf(classes);
    }
}
