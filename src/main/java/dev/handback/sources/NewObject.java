package dev.handback.sources;

import dev.handback.Sha256;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object to be put into a bucket.
 *
 * @param facts what its holder's store told about it, in the words of our manifest
 */
public record NewObject(String key, long size, Sha256 sha256, Map<String, Object> facts) {

    /** What people wrote beside it. */
    public Map<String, String> metadata() {
        return texts("metadata");
    }

    /** What it is served with. */
    public Map<String, String> headers() {
        return texts("headers");
    }

    /** Its tags; empty too where its holder's store did not tell them. */
    public Map<String, String> tags() {
        return texts("tags");
    }

    private Map<String, String> texts(String name) {
        var texts = new TreeMap<String, String>();
        if (facts.get(name) instanceof Map<?, ?> pairs)
            pairs.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }
}
